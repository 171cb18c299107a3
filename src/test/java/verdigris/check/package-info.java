@NullMarked
package verdigris.check;

import org.jspecify.annotations.NullMarked;
