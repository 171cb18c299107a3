package verdigris.problem;

import java.util.Locale;

/**
 * Everything that can stand in a user's way, one constant each: a fixed summary without names and
 * the category that decides the exit code. The constant's name in lower case with dashes is the
 * stable id shown to the user and documented in {@code docs/errors.md}.
 */
public enum Kind {
  // What the user wrote.
  COMMAND_LINE("The command line cannot be understood", Category.INPUT),
  FILE_UNREADABLE("A file cannot be read", Category.INPUT),
  FILE_UNWRITABLE("A file cannot be written", Category.INPUT),
  YAML_SYNTAX("The file is not valid YAML", Category.INPUT),
  INI_SYNTAX("The line is not valid in an INI inventory", Category.INPUT),
  UNKNOWN_KEY("The key is not known", Category.INPUT),
  MISSING_KEY("A required key is missing", Category.INPUT),
  DUPLICATE_KEY("The key is given twice", Category.INPUT),
  WRONG_VALUE("The value is not of the expected form", Category.INPUT),
  UNKNOWN_HOST("The host is not in the inventory", Category.INPUT),
  UNKNOWN_GROUP("The group is not in the inventory", Category.INPUT),
  NOT_SUPPORTED("The inventory uses something that Verdigris cannot honour", Category.INPUT),
  UNKNOWN_CHECK("The check is not known", Category.INPUT),
  UNDEFINED_VARIABLE("The variable is not defined", Category.INPUT),
  VAULT("The vault cannot be opened", Category.INPUT),
  SECRET_UNAVAILABLE("A secret cannot be had", Category.INPUT),
  SECRET_IN_PLAIN_TEXT("A secret is written in plain text", Category.INPUT),
  IMPOSSIBLE_TOPOLOGY("The declared topology contradicts itself", Category.INPUT),
  DOUBTFUL_DECLARATION("The declaration is possible but probably not meant", Category.INPUT),
  KNOWN_BAD_RELEASE("The declared minor release is known to be bad", Category.INPUT),
  TEMPLATE("The template cannot be rendered", Category.INPUT),
  UNKNOWN_SETTING("The setting does not exist in this major version", Category.INPUT),
  INVALID_SETTING("The value is not valid for this setting", Category.INPUT),
  INVALID_HBA_LINE("The line is not valid in pg_hba.conf", Category.INPUT),
  PLAN_FILE("The plan file cannot be used", Category.INPUT),
  RECORD_FILE("The record of a run cannot be used", Category.INPUT),
  HISTORY_ALTERED("The history of runs was altered", Category.INPUT),
  GIT("The Git repository does not allow this as it is", Category.INPUT),
  UNCOMMITTED_INPUT("A plan is made from files that are not committed", Category.INPUT),

  // What a host answered.
  UNREACHABLE("The host cannot be reached", Category.HOST),
  HOST_KEY_UNKNOWN("The host's key is not in known_hosts", Category.HOST),
  HOST_KEY_CHANGED("The host's key is not the one in known_hosts", Category.HOST),
  AUTHENTICATION("The host refuses the login", Category.HOST),
  CONNECTION_LOST("The connection to the host broke", Category.HOST),
  SUDO_REFUSED("sudo refuses a command that is needed", Category.HOST),
  NO_OS_USER("The operating-system user does not exist", Category.HOST),
  COMMAND_FAILED("A command failed", Category.HOST),
  COMMAND_TIMEOUT("A command did not end in time", Category.HOST),
  SQL_FAILED("A statement failed", Category.HOST),
  JOB_FAILED("A job on the host failed", Category.HOST),
  HOST_OUTPUT("The host's answer cannot be understood", Category.HOST),
  DISK_FULL("The disk is full", Category.HOST),
  CONDITION_TIMEOUT("The expected state was not reached in time", Category.HOST),
  NO_PROGRESS("What is waited for cannot come", Category.HOST),
  PROMISE_BROKEN("The hosts are not in the state that the step promised", Category.HOST),
  CONFIGURATION_INVALID("PostgreSQL does not accept the new configuration", Category.HOST),
  CLIENTS_NOT_CLOSED(
      "Clients could not be kept out of the primary, and were let in again", Category.HOST),
  CLIENTS_LET_IN("Clients were let in before they should have been", Category.HOST),
  CLIENTS_NOT_OPENED("Clients could not be let in", Category.HOST),
  SMOKE_FAILED("The smoke test failed, so clients were not let in", Category.HOST),
  OWN_COMMAND_FAILED("A command of the playbook failed", Category.HOST),
  OUTAGE_LIMIT("The outage would have exceeded its limit", Category.HOST),
  NOTHING_FOUND("There is nothing to describe", Category.HOST),
  ALERT("A limit of the playbook is exceeded", Category.HOST),

  REHEARSAL_FAILED("The upgrade failed on a copy", Category.HOST),

  // Why nothing is done.
  LOCK_HELD("Another run holds the lock", Category.LOCK),
  REFUSED("There is no safe way to the declared state", Category.REFUSED),
  SETTING_OVERRIDDEN("A setting is overridden where Verdigris may not write", Category.REFUSED),
  UNMANAGEABLE("A file cannot be managed as it is", Category.REFUSED),
  STALE_PLAN("The hosts are no longer in the state that the plan starts from", Category.REFUSED),
  CLOCK_OFF("The clock of this machine cannot be believed", Category.REFUSED),
  CUTOVER_BLOCKED("The outage is not begun, because something forbids it", Category.REFUSED),
  NOT_REHEARSABLE("The upgrade cannot be rehearsed as things are", Category.REFUSED),
  NO_ROOM("There is not enough free disk space", Category.REFUSED),
  NOT_REVIEWED("The plan is not reviewed as the policy demands", Category.REFUSED),
  NOT_CONFIRMED("The change was not confirmed", Category.REFUSED),
  INTERRUPTED("The run was interrupted", Category.HOST);

  /** Groups kinds by who has to act; decides the exit code. */
  public enum Category {
    /** The user's files or command line. */
    INPUT,
    /** A host did not do what was asked. */
    HOST,
    /** Another run is at work. */
    LOCK,
    /** Nothing was changed, on purpose. */
    REFUSED
  }

  private final String summary;
  private final Category category;

  Kind(String summary, Category category) {
    this.summary = summary;
    this.category = category;
  }

  /** The fixed sentence, without names. */
  public String summary() {
    return summary;
  }

  /** Who has to act. */
  public Category category() {
    return category;
  }

  /** The stable id, such as {@code unknown-key}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
