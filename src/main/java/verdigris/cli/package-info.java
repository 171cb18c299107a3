/** One file per command, terminal, colour, exit codes. Start at {@link verdigris.cli.Main}. */
@NullMarked
package verdigris.cli;

import org.jspecify.annotations.NullMarked;
