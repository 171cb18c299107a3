/** What happens on real hosts. */
@NullMarked
package verdigris.scenario;

import org.jspecify.annotations.NullMarked;
