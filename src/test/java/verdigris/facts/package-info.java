/**
 * Every probe against recorded answers of real hosts, through {@link verdigris.facts.ProbeHarness}.
 */
@NullMarked
package verdigris.facts;

import org.jspecify.annotations.NullMarked;
