/**
 * Plans in Git: committed by {@code plan --commit}, and held against the policy of a work tree
 * before they are applied. Knows files and commits, nothing of hosts; never pushes. Start at {@link
 * verdigris.git.Reviewing} and {@link verdigris.git.PlanCommit}.
 */
@NullMarked
package verdigris.git;

import org.jspecify.annotations.NullMarked;
