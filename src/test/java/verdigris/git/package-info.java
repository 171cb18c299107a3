@NullMarked
package verdigris.git;

import org.jspecify.annotations.NullMarked;
