@NullMarked
package verdigris.plan;

import org.jspecify.annotations.NullMarked;
