/**
 * One connection for each host: commands, files, jobs, SQL through SSH, the lock. Knows nothing of
 * plans. Start at {@link verdigris.host.Host}.
 */
@NullMarked
package verdigris.host;

import org.jspecify.annotations.NullMarked;
