@NullMarked
package verdigris.step;

import org.jspecify.annotations.NullMarked;
