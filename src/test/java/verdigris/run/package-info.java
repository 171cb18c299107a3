/** What happens on real hosts. */
@NullMarked
package verdigris.run;

import org.jspecify.annotations.NullMarked;
