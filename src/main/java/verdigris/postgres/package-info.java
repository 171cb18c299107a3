/**
 * What PostgreSQL is: versions, positions, settings by major version, hba lines, quoting. Knows
 * nothing of hosts or plans. Start at {@link verdigris.postgres.Version}.
 */
@NullMarked
package verdigris.postgres;

import org.jspecify.annotations.NullMarked;
