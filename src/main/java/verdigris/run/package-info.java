/**
 * What happens: gathering facts, interpreting actions, executing a plan, keeping a journal. The
 * only room that makes actions come true. Start at {@link verdigris.run.Executor}.
 */
@NullMarked
package verdigris.run;

import org.jspecify.annotations.NullMarked;
