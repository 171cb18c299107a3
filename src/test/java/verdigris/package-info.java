@NullMarked
package verdigris;

import org.jspecify.annotations.NullMarked;
