/**
 * The user's files: inventory, playbook, vault. Turns them into values or into all their problems,
 * each with file, line and column. Knows nothing of hosts' states or plans. Start at {@link
 * verdigris.input.Inventory}, {@link verdigris.input.Playbook} and {@link
 * verdigris.input.LocatedYaml}.
 */
@NullMarked
package verdigris.input;

import org.jspecify.annotations.NullMarked;
