/** What the user's files mean, as examples. */
@NullMarked
package verdigris.input;

import org.jspecify.annotations.NullMarked;
