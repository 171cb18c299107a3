package verdigris.facts;

import java.util.List;
import java.util.Optional;

/**
 * What only the checks before a cutover ask for: too expensive for every plan, because it looks
 * into each database and into logs. Stands beside {@link Facts}, for the same hosts.
 *
 * @param hosts in inventory order
 * @param backup what the playbook's {@code backup.verify} came to on the control machine; Known
 *     empty when none is declared
 * @param trial of the upgrade; Known empty when nobody asked for it
 */
public record Survey(
    List<OfHost> hosts, Reading<Optional<Proof>> backup, Reading<Optional<Trial>> trial) {
  public Survey {
    hosts = List.copyOf(hosts);
  }

  /** The survey that was not made. */
  public static Survey none() {
    return new Survey(
        List.of(), Reading.unknown("Nobody asked."), Reading.unknown("Nobody asked."));
  }

  /** The same with a trial of the upgrade. */
  public Survey withTrial(Reading<Optional<Trial>> made) {
    return new Survey(hosts, backup, made);
  }

  /** What was learnt of a host, if it was asked. */
  public Optional<OfHost> host(String name) {
    return hosts.stream().filter(h -> h.host().equals(name)).findFirst();
  }

  /** What was learnt of an instance, if it was asked. */
  public Optional<OfInstance> instance(String host, int major, String name) {
    return host(host).stream()
        .flatMap(h -> h.instances().stream())
        .filter(i -> i.major() == major && i.name().equals(name))
        .findFirst();
  }

  /**
   * How a command of the user's ended.
   *
   * @param exit its exit status
   * @param lastLine the last line that it printed; may be empty
   */
  public record Proof(int exit, String lastLine) {}

  /**
   * An upgrade tried beside the running server, in a scratch directory.
   *
   * @param upgradeCheck what {@code pg_upgrade --check} said; empty: the instances fit
   * @param restoreErrors of the whole schema on the new major; empty: it was restored
   */
  public record Trial(
      Reading<List<String>> upgradeCheck, Reading<List<RestoreError>> restoreErrors) {}

  /** What the new major said to a part of the schema; the database is empty for roles. */
  public record RestoreError(String database, String message) {}

  /**
   * One host.
   *
   * @param host inventory name
   * @param scripts update scripts of extensions, by directory of binaries
   * @param instances in the order of its facts
   */
  public record OfHost(
      String host, Reading<List<UpdateScripts>> scripts, List<OfInstance> instances) {
    public OfHost {
      instances = List.copyOf(instances);
    }
  }

  /**
   * Which versions an extension can be updated from and to.
   *
   * @param binaries directory of the server's programs
   * @param names of the scripts without suffix, such as {@code hstore--1.4--1.5}
   */
  public record UpdateScripts(String binaries, List<String> names) {
    public UpdateScripts {
      names = List.copyOf(names);
    }
  }

  /**
   * One instance.
   *
   * @param major of its data
   * @param name as in {@link InstanceFacts}
   * @param log the end of the server log
   * @param archiveBacklog WAL files that wait to be archived
   * @param server what only a session tells; Known empty when no server runs
   */
  public record OfInstance(
      int major,
      String name,
      Reading<LogEnd> log,
      Reading<Integer> archiveBacklog,
      Reading<Optional<OfServer>> server) {}

  /**
   * The last megabyte of a server log.
   *
   * @param file its path
   * @param storage messages of the last seven days about damaged or unusable storage, newest last
   */
  public record LogEnd(String file, List<String> storage) {
    public LogEnd {
      storage = List.copyOf(storage);
    }
  }

  /**
   * One running server.
   *
   * @param installUser the role that made the instance
   * @param reservedRoles roles of users' that are named like predefined ones
   * @param roleSettings settings of roles and databases
   * @param subscriptions logical subscriptions, of every database
   * @param archiver how archiving goes
   * @param databases each with what is in it
   */
  public record OfServer(
      String installUser,
      List<String> reservedRoles,
      List<RoleSetting> roleSettings,
      List<Subscription> subscriptions,
      Archiver archiver,
      List<OfDatabase> databases) {
    public OfServer {
      reservedRoles = List.copyOf(reservedRoles);
      roleSettings = List.copyOf(roleSettings);
      subscriptions = List.copyOf(subscriptions);
      databases = List.copyOf(databases);
    }
  }

  /**
   * A setting that a role, a database, or a role in a database has.
   *
   * @param role empty: every role
   * @param database empty: every database
   * @param name of the setting
   * @param value as stored
   */
  public record RoleSetting(String role, String database, String name, String value) {}

  /** A row of pg_subscription: its database, name, whether it is enabled. */
  public record Subscription(String database, String name, boolean enabled) {}

  /**
   * pg_stat_archiver.
   *
   * @param failing whether the last try failed
   * @param lastFailed name of the last WAL file that could not be archived; empty when none
   */
  public record Archiver(boolean failing, String lastFailed) {}

  /** What is in a database; Unknown when it could not be entered. */
  public record OfDatabase(String name, Reading<List<Item>> items) {}

  /**
   * Something in a database that a check may care about.
   *
   * @param kind what it is
   * @param object its name, as SQL writes it
   * @param detail what about it; by kind
   */
  public record Item(ItemKind kind, String object, String detail) {}

  /** Kinds of {@link Item}; the second sentence says what the detail is. */
  public enum ItemKind {
    /** A column of a reg* type that pg_upgrade refuses. The type. */
    REG_COLUMN,
    /** A column of abstime, reltime or tinterval, gone from 12. The type. */
    OLD_TIME_COLUMN,
    /** A column of information_schema.sql_identifier, another type from 12. The type. */
    SQL_IDENTIFIER_COLUMN,
    /** A column of the row type of a system catalog or view. The type. */
    CATALOG_ROW_COLUMN,
    /** A column of aclitem, another format from 16. The type. */
    ACL_COLUMN,
    /** A function that takes or returns a type that is gone in a later major. The type. */
    OLD_TYPE_FUNCTION,
    /** A table WITH OIDS. Empty. */
    OID_TABLE,
    /** A conversion of a user's. Empty. */
    CONVERSION,
    /** A postfix operator. Empty. */
    POSTFIX_OPERATOR,
    /** An aggregate or operator over a function whose argument types change in 14. The function. */
    POLYMORPHIC,
    /** A procedural language that is gone. Empty. */
    LANGUAGE,
    /** A loadable library that functions need, as pg_proc names it. One of its functions. */
    LIBRARY,
    /** An index whose order depends on the host's libc or ICU. Provider, blank, collation. */
    TEXT_INDEX,
    /** Something that calls a function or operator that is gone: major, blank, what. */
    REMOVED_CALL,
    /** A view on a column of a system catalog that is gone: major, blank, column. */
    REMOVED_COLUMN,
    /** A function whose text names a function that is gone: major, blank, name. */
    REMOVED_NAME,
    /** A setting of a function: name=value. */
    FUNCTION_SETTING
  }
}
