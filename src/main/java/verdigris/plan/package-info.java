/**
 * The planner: a search from the observed World to one that satisfies the target, past nothing that
 * breaks an invariant; and the check that walks a plan without hosts. Knows no measurement and no
 * host. Start at {@link verdigris.plan.Planner}.
 */
@NullMarked
package verdigris.plan;

import org.jspecify.annotations.NullMarked;
