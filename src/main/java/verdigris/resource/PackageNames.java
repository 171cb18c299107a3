package verdigris.resource;

import java.util.List;
import java.util.Optional;

/**
 * Names of packages by distribution: Debian's and PGDG's for apt, PGDG's for dnf.
 *
 * @param manager {@code apt} or {@code dnf}
 * @param major of the server
 */
record PackageNames(String manager, int major) {
  private record Known(String extension, String apt, String dnf) {}

  /** Extensions in PostgreSQL's own source tree. */
  private static final List<String> CONTRIB =
      List.of(
          "adminpack",
          "amcheck",
          "autoinc",
          "bloom",
          "btree_gin",
          "btree_gist",
          "citext",
          "cube",
          "dblink",
          "dict_int",
          "dict_xsyn",
          "earthdistance",
          "file_fdw",
          "fuzzystrmatch",
          "hstore",
          "insert_username",
          "intagg",
          "intarray",
          "isn",
          "lo",
          "ltree",
          "moddatetime",
          "old_snapshot",
          "pageinspect",
          "pg_buffercache",
          "pg_freespacemap",
          "pg_prewarm",
          "pg_stat_statements",
          "pg_surgery",
          "pg_trgm",
          "pg_visibility",
          "pg_walinspect",
          "pgcrypto",
          "pgrowlocks",
          "pgstattuple",
          "plpgsql",
          "postgres_fdw",
          "refint",
          "seg",
          "sslinfo",
          "tablefunc",
          "tcn",
          "tsm_system_rows",
          "tsm_system_time",
          "unaccent",
          "uuid-ossp",
          "xml2");

  /** Where the package's name is not the extension's. M stands for the major. */
  private static final List<Known> KNOWN =
      List.of(
          new Known("pg_cron", "postgresql-M-cron", "pg_cron_M"),
          new Known("pg_partman", "postgresql-M-partman", "pg_partman_M"),
          new Known("pg_repack", "postgresql-M-repack", "pg_repack_M"),
          new Known("pg_squeeze", "postgresql-M-squeeze", "pg_squeeze_M"),
          new Known("plperl", "postgresql-plperl-M", "postgresqlM-plperl"),
          new Known("plperlu", "postgresql-plperl-M", "postgresqlM-plperl"),
          new Known("plpython3u", "postgresql-plpython3-M", "postgresqlM-plpython3"),
          new Known("pltcl", "postgresql-pltcl-M", "postgresqlM-pltcl"),
          new Known("pltclu", "postgresql-pltcl-M", "postgresqlM-pltcl"),
          new Known("postgis", "postgresql-M-postgis-3", "postgis33_M"),
          new Known("postgis_raster", "postgresql-M-postgis-3", "postgis33_M"),
          new Known("postgis_topology", "postgresql-M-postgis-3", "postgis33_M"),
          new Known("vector", "postgresql-M-pgvector", "pgvector_M"));

  static boolean isContrib(String extension) {
    return CONTRIB.contains(extension);
  }

  /** The server with what it needs, the server itself first. */
  List<String> server() {
    return isApt()
        ? List.of("postgresql-" + major, "postgresql-client-" + major)
        : List.of("postgresql" + major + "-server", "postgresql" + major);
  }

  /** Where the contrib extensions are, when they are not in the server's package. */
  List<String> contrib() {
    return isApt() ? List.of() : List.of("postgresql" + major + "-contrib");
  }

  /** The package of an extension, where it is known. */
  Optional<String> extension(String extension) {
    return KNOWN.stream()
        .filter(known -> known.extension().equals(extension))
        .map(known -> isApt() ? known.apt() : known.dnf())
        .map(name -> name.replace("M", Integer.toString(major)))
        .findFirst();
  }

  /** What the package would be called by the distribution's custom. */
  String guess(String extension) {
    return isApt()
        ? "postgresql-" + major + "-" + extension.replace('_', '-')
        : extension + "_" + major;
  }

  private boolean isApt() {
    return manager.equals("apt");
  }
}
