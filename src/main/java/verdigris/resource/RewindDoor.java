package verdigris.resource;

import java.util.List;
import java.util.SequencedMap;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaLine;
import verdigris.postgres.Quote;
import verdigris.world.Declaration;

/**
 * The way in for pg_rewind, which reads the source's files in an ordinary session: the replication
 * role has neither a rule for that nor the right. The block stands in pg_hba.conf for as long as
 * either may be there, and only meanwhile; so a block that is left tells of both.
 */
public final class RewindDoor {
  /** The database that pg_rewind logs in to. */
  public static final String DATABASE = "postgres";

  /** What it must call to read files (manual of 11, "pg_rewind"). */
  private static final String FUNCTIONS =
      "FUNCTION pg_catalog.pg_ls_dir(text, boolean, boolean), pg_catalog.pg_stat_file(text, boolean),"
          + " pg_catalog.pg_read_binary_file(text), pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)";

  /** Takes the block away. The argument is the file. */
  public static final String SHUT = BlockOnTop.takeAway(HbaFile.Block.REWIND);

  private RewindDoor() {}

  /**
   * Puts the block on top of a file, once: the replication role, from one host, into one database.
   * The argument is the file.
   *
   * @param host inventory name of the one that is rewound
   * @param addresses for each host the address that it connects from
   */
  public static String opening(
      Declaration declaration, String host, SequencedMap<String, String> addresses) {
    HbaLine rule =
        Participants.replicationRule(
            declaration.replication(), Participants.range(addresses.getOrDefault(host, host)));
    var logsIn =
        new HbaLine(
            rule.type(),
            List.of(new HbaLine.Name(DATABASE, false)),
            rule.users(),
            rule.address(),
            rule.method(),
            rule.options());
    return BlockOnTop.put(HbaFile.Block.REWIND, List.of(logsIn.toString()));
  }

  /** The statement that gives the right. */
  public static String grant(Declaration declaration) {
    return "GRANT EXECUTE ON %s TO %s".formatted(FUNCTIONS, role(declaration));
  }

  /** The statement that takes it away. */
  public static String revoke(Declaration declaration) {
    return "REVOKE EXECUTE ON %s FROM %s".formatted(FUNCTIONS, role(declaration));
  }

  /** Whether a file has the block. */
  public static boolean isIn(String hba, int major) {
    return !HbaFile.parse(hba, major).block(HbaFile.Block.REWIND).isEmpty();
  }

  private static String role(Declaration declaration) {
    return Quote.identifier(declaration.replication().user());
  }
}
