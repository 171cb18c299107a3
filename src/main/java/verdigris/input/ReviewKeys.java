package verdigris.input;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of {@code verdigris.yml}, the policy of a work tree. */
final class ReviewKeys {
  private static final Key<String> BRANCH =
      Key.required(
          "branch",
          Forms.text(
              Pattern.compile(
                  "[^\\s~^:?*\\[\\\\/-][^\\s~^:?*\\[\\\\]*/[^\\s~^:?*\\[\\\\]*[^\\s~^:?*\\[\\\\/]"),
              "a remote and its branch such as origin/main"),
          "origin/main",
          "The remote-tracking branch that must hold a plan before it is applied.");
  private static final Key<Boolean> FETCH =
      Key.withDefault(
          "fetch",
          Forms.yesOrNo(),
          "true",
          "true",
          "Whether that branch is fetched first; false: what was fetched last counts.");
  private static final Key<Optional<String>> SIGNED_BY =
      Key.optional(
          "signed_by",
          Forms.text(
              Pattern.compile("(?!/)(?!(?:.*/)?\\.\\.(?:/|$))[^\\r\\n]*[^\\s/]"),
              "a path from the root of the work tree such as .verdigris/allowed_signers"),
          ".verdigris/allowed_signers",
          "A file of allowed signers (ssh-keygen(1)), one of whom must have signed the commit that"
              + " brought the plan.");

  private static final Key<Optional<ReviewPolicy>> REVIEW =
      Key.optional(
          "review",
          new Section<>(
              List.of(BRANCH, FETCH, SIGNED_BY),
              v -> new ReviewPolicy(v.get(BRANCH), v.get(FETCH), v.get(SIGNED_BY))),
          "{ branch: origin/main }",
          "What must be true of a plan before it is applied.");

  /** The whole file. */
  static final Section<Optional<ReviewPolicy>> FILE =
      new Section<>(List.of(REVIEW), v -> v.get(REVIEW));

  private ReviewKeys() {}
}
