/** How problems are put. */
@NullMarked
package verdigris.problem;

import org.jspecify.annotations.NullMarked;
