/**
 * The real program against real hosts, hurt on purpose: drift by hand, killed engines, cut
 * networks, killed jobs, a canary for a password. Knows nothing of the program but its command
 * line, its output and its journal. Start at {@link verdigris.scenario.Scenario}.
 */
@NullMarked
package verdigris.scenario;

import org.jspecify.annotations.NullMarked;
