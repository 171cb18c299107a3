/** What is wanted on a host against what is there. Start at {@code ResourceHarness}. */
@NullMarked
package verdigris.resource;

import org.jspecify.annotations.NullMarked;
