@NullMarked
package verdigris.cli;

import org.jspecify.annotations.NullMarked;
