/**
 * Step kinds, one file each, and {@link verdigris.step.Steps}, the one list of them. A step never
 * does anything: it says when it is possible, what it makes of a World, what it costs, and which
 * actions it stands for. Start at {@link verdigris.step.StepKind}.
 */
@NullMarked
package verdigris.step;

import org.jspecify.annotations.NullMarked;
