/**
 * The one way from Facts to a World: pure, and the only place that knows both. Start at {@link
 * verdigris.observe.Observation}.
 */
@NullMarked
package verdigris.observe;

import org.jspecify.annotations.NullMarked;
