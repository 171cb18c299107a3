/**
 * What matters of the facts, as relations; what is declared; what must never be broken. Knows no
 * measurement. Start at {@link verdigris.world.Declaration}.
 */
@NullMarked
package verdigris.world;

import org.jspecify.annotations.NullMarked;
