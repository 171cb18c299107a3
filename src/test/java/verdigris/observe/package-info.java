@NullMarked
package verdigris.observe;

import org.jspecify.annotations.NullMarked;
