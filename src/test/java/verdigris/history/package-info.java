@NullMarked
package verdigris.history;

import org.jspecify.annotations.NullMarked;
