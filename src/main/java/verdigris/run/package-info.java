/**
 * What happens on hosts: gathers facts, interprets actions, executes plans. Decides nothing. Start
 * at {@link verdigris.run.Gather}.
 */
@NullMarked
package verdigris.run;

import org.jspecify.annotations.NullMarked;
