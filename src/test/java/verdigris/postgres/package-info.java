/** What PostgreSQL is, as examples. */
@NullMarked
package verdigris.postgres;

import org.jspecify.annotations.NullMarked;
