/**
 * What runs leave behind: a record each, the chain that they form, and what is wrong with one that
 * was altered. Knows no file system, no Git and no host. Start at {@link
 * verdigris.history.RunRecord}.
 */
@NullMarked
package verdigris.history;

import org.jspecify.annotations.NullMarked;
