/** Tests of the host room; those that need a machine end in IT. */
@NullMarked
package verdigris.host;

import org.jspecify.annotations.NullMarked;
