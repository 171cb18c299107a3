/**
 * A plan as a file: written for people and Git, read with suspicion. Knows the plan's words, not
 * its making. Start at {@link verdigris.planfile.PlanFile}.
 */
@NullMarked
package verdigris.planfile;

import org.jspecify.annotations.NullMarked;
