/**
 * Plans, refusals and problems as text, Markdown, Mermaid, HTML and JSON: functions to strings.
 * Knows no host and no file. Start at {@link verdigris.show.PlanText}.
 */
@NullMarked
package verdigris.show;

import org.jspecify.annotations.NullMarked;
