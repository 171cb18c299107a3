/**
 * What is configured on a host: rendered, compared with facts, and shown as a difference. Decides,
 * and does nothing: whoever applies a {@link verdigris.resource.Change} lives elsewhere. Start at
 * {@link verdigris.resource.SourceConfiguration} (an instance that others made) and {@link
 * verdigris.resource.InstanceConfiguration} (one that Verdigris makes); both answer with a {@link
 * verdigris.resource.Comparison}.
 */
@NullMarked
package verdigris.resource;

import org.jspecify.annotations.NullMarked;
