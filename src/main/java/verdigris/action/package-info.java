/**
 * What can be done on a host, as data that prints itself as it will run. Knows nothing of why.
 * Start at {@link verdigris.action.Command}.
 */
@NullMarked
package verdigris.action;

import org.jspecify.annotations.NullMarked;
