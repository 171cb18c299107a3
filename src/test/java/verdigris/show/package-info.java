@NullMarked
package verdigris.show;

import org.jspecify.annotations.NullMarked;
