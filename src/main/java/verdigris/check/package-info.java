/**
 * Pre-flight checks: everything that is known to go wrong on the way from one primary to another,
 * or to a new major, looked for before clients notice. Pure functions from facts and declaration to
 * findings; they know no step and no plan. Start at {@link verdigris.check.Checks}.
 */
@NullMarked
package verdigris.check;

import org.jspecify.annotations.NullMarked;
