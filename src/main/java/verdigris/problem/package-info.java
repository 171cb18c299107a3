/**
 * What a user can fix, in words. Knows nothing else. Start at {@link verdigris.problem.Problem}.
 */
@NullMarked
package verdigris.problem;

import org.jspecify.annotations.NullMarked;
