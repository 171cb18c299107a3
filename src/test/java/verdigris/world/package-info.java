@NullMarked
package verdigris.world;

import org.jspecify.annotations.NullMarked;
