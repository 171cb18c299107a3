package verdigris.run;

/**
 * What a run was asked to apply, and who allowed it.
 *
 * @param file plan file or playbook, as the user gave it
 * @param sha256 of its bytes, in hexadecimal
 * @param commit of Git that holds exactly these bytes, in full; empty: not committed, or no Git
 * @param review why it may be applied, in words: {@code no policy}, {@code origin/main has it}
 * @param unreviewed whether a policy was set aside by {@code --allow-unreviewed}
 */
public record Origin(
    String file, String sha256, String commit, String review, boolean unreviewed) {}
