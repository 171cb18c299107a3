@NullMarked
package verdigris.planfile;

import org.jspecify.annotations.NullMarked;
