/**
 * What was measured, and the probes that say what to ask and how to read the answer. Never decides.
 * Start at {@link verdigris.facts.Facts}.
 */
@NullMarked
package verdigris.facts;

import org.jspecify.annotations.NullMarked;
