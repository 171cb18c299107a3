/** What all tests share. */
@NullMarked
package verdigris;

import org.jspecify.annotations.NullMarked;
