package verdigris.check;

import java.util.Optional;
import java.util.function.UnaryOperator;
import verdigris.facts.ChangedFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.InstanceFacts.Files;
import verdigris.facts.InstanceFacts.Paths;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.postgres.SystemId;

/** A recorded instance, to be changed. */
final class InstanceDraft {
  int major;
  String name;
  int port;
  Paths paths;
  Boot boot;
  Optional<String> unit;
  Reading<Directory> directory;
  Reading<Optional<Control>> control;
  Reading<Files> files;
  Reading<Optional<ServerFacts>> server;
  private final InstanceFacts base;

  InstanceDraft(InstanceFacts base) {
    this.base = base;
    major = base.major();
    name = base.name();
    port = base.port();
    paths = base.paths();
    boot = base.boot();
    unit = base.unit();
    directory = base.directory();
    control = base.control();
    files = base.files();
    server = base.server();
  }

  /** Another database system lies there, and does not run. */
  void replacedBy(String systemId) {
    stopped();
    control =
        control.map(
            c ->
                c.map(
                    k ->
                        new Control(
                            new SystemId(systemId),
                            "shut down",
                            k.checkpoint(),
                            k.timeline(),
                            k.minRecoveryEnd(),
                            k.checksums(),
                            k.walSegmentBytes(),
                            k.hintsLogged(),
                            k.fullPages())));
  }

  void stopped() {
    server = Reading.of(Optional.empty());
    directory = directory.map(d -> directory(d, d.marker(), d.ownMarker(), 0, d.sizeBytes()));
  }

  void marker(InstanceFacts.Marker marker) {
    directory = directory.map(d -> directory(d, marker, d.ownMarker(), d.livePid(), d.sizeBytes()));
  }

  void ownMarker(String text) {
    directory =
        directory.map(d -> directory(d, d.marker(), Optional.of(text), d.livePid(), d.sizeBytes()));
  }

  void size(long bytes) {
    directory = directory.map(d -> directory(d, d.marker(), d.ownMarker(), d.livePid(), bytes));
  }

  private static Directory directory(
      Directory d, InstanceFacts.Marker marker, Optional<String> own, int pid, long bytes) {
    return ChangedFacts.directory(d, marker, own, d.slots(), pid, bytes);
  }

  void control(boolean checksums, long segment) {
    control =
        control.map(
            c ->
                c.map(
                    k ->
                        new Control(
                            k.systemId(),
                            k.state(),
                            k.checkpoint(),
                            k.timeline(),
                            k.minRecoveryEnd(),
                            checksums,
                            segment,
                            k.hintsLogged(),
                            k.fullPages())));
  }

  void hba(UnaryOperator<String> change) {
    files =
        files.map(
            f ->
                new Files(
                    f.config(),
                    f.included(),
                    f.auto(),
                    change.apply(f.hba()),
                    f.recovery(),
                    f.passfileDigest()));
  }

  void auto(UnaryOperator<String> change) {
    files =
        files.map(
            f ->
                new Files(
                    f.config(),
                    f.included(),
                    change.apply(f.auto()),
                    f.hba(),
                    f.recovery(),
                    f.passfileDigest()));
  }

  void recovery(UnaryOperator<String> change) {
    files =
        files.map(
            f ->
                new Files(
                    f.config(),
                    f.included(),
                    f.auto(),
                    f.hba(),
                    change.apply(f.recovery()),
                    f.passfileDigest()));
  }

  /** Its files elsewhere. */
  void data(String path) {
    paths =
        new Paths(
            path,
            paths.config(),
            paths.hba(),
            paths.ident(),
            paths.socketDirectory(),
            paths.log(),
            path + "/pg_wal",
            paths.tablespaces());
  }

  /** Those of another major version. */
  void moved(int from, int to) {
    unit = unit.map(u -> u.replace("@" + from + "-", "@" + to + "-"));
    moved("/" + from + "/", "/" + to + "/");
  }

  private void moved(String from, String to) {
    paths =
        new Paths(
            paths.data().replace(from, to),
            paths.config().replace(from, to),
            paths.hba().replace(from, to),
            paths.ident().replace(from, to),
            paths.socketDirectory(),
            paths.log(),
            paths.wal().replace(from, to),
            paths.tablespaces());
  }

  void tablespace(String path) {
    paths =
        new Paths(
            paths.data(),
            paths.config(),
            paths.hba(),
            paths.ident(),
            paths.socketDirectory(),
            paths.log(),
            paths.wal(),
            java.util.List.of(path));
  }

  InstanceFacts facts() {
    return new InstanceFacts(
        major, name, base.layout(), paths, port, unit, boot, directory, control, files, server);
  }
}
