package verdigris.resource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import verdigris.action.Command;
import verdigris.action.Text;
import verdigris.lab.LabHost;
import verdigris.postgres.Quote;
import verdigris.postgres.ScramVerifier;

/** Makes changes on a host of the lab as its owner would by hand; every secret has one value. */
final class AppliedToLab {
  static final String SECRET = "it's:a\\secret";

  private AppliedToLab() {}

  static void apply(LabHost host, List<Change> changes) {
    changes.forEach(change -> apply(host, change));
  }

  private static void apply(LabHost host, Change change) {
    switch (change) {
      case Change.DirectoryChange(String path, Change.Ownership ownership) ->
          host.must(
              "install",
              "-d",
              "-o",
              ownership.owner(),
              "-g",
              ownership.group(),
              "-m",
              ownership.mode(),
              path);
      case Change.FileChange file -> write(host, file);
      case Change.RoleChange(String _, List<Text> statements, String _) ->
          statements.forEach(statement -> host.sql(5432, "postgres", revealed(statement)));
      case Change.TimerChange(String timer) ->
          host.script("systemctl daemon-reload; systemctl enable --now " + Command.quote(timer));
      case Change.PasswordCheck check -> apply(host, check.ifDifferent());
      case Change.PackageChange(String _, List<Change.PackageSpec> packages) ->
          host.script(
              "DEBIAN_FRONTEND=noninteractive apt-get -qq -y install "
                  + String.join(" ", packages.stream().map(p -> p.argument("apt")).toList())
                  + " >/dev/null 2>&1");
    }
  }

  private static void write(LabHost host, Change.FileChange file) {
    host.put(file.path() + ".new", revealed(file.after()), 0600);
    String path = Command.quote(file.path());
    if (file.ownership().isPresent()) {
      Change.Ownership ownership = file.ownership().get();
      host.must("chown", ownership.owner() + ":" + ownership.group(), file.path() + ".new");
      host.must("chmod", ownership.mode(), file.path() + ".new");
    } else {
      host.script(
          "chown --reference=%1$s %1$s.new; chmod --reference=%1$s %1$s.new".formatted(path));
    }
    host.must("mv", file.path() + ".new", file.path());
  }

  private static String revealed(Text text) {
    StringBuilder revealed = new StringBuilder();
    for (Text.Part part : text.parts()) {
      revealed.append(
          switch (part) {
            case Text.Plain(String plain) -> plain;
            case Text.Hidden(var _, Text.Form form) ->
                switch (form) {
                  case VALUE -> SECRET;
                  case PASSFILE -> Quote.passfile(SECRET);
                  case SCRAM_LITERAL -> Quote.literal(verifier());
                };
          });
    }
    return revealed.toString();
  }

  private static String verifier() {
    byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    return ScramVerifier.of(SECRET, salt, ScramVerifier.ITERATIONS).stored();
  }
}
