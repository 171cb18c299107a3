package verdigris.facts;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import verdigris.action.RunAs;

/** The machine: operating system, C library, memory, processors, addresses. */
final class SystemProbe implements Probe<SystemProbe.Machine> {

  /** Everything of {@link HostFacts.SystemFacts} that one section tells. */
  record Machine(
      String osId,
      String osVersion,
      String kernel,
      String architecture,
      String libc,
      Optional<String> icu,
      String hostname,
      String loginUser,
      String locale,
      String initSystem,
      long memoryBytes,
      int cpus,
      String bootId,
      List<String> addresses) {}

  @Override
  public String name() {
    return "system";
  }

  @Override
  public RunAs as() {
    return RunAs.LOGIN;
  }

  @Override
  public String fragment() {
    return """
        say locale "$LOGIN_LOCALE"
        for file in /etc/os-release /usr/lib/os-release; do
          [ -r "$file" ] || continue
          while IFS='=' read -r key value; do
            case $key in ID | VERSION_ID) say "$key" "$value" ;; esac
          done <"$file"
          break
        done
        say uname "$(uname -s -n -r -m)"
        say user "$LOGIN_USER"
        libc=$(getconf GNU_LIBC_VERSION 2>/dev/null)
        if [ -z "$libc" ]; then
          for file in /lib/ld-musl-*; do
            [ -e "$file" ] && libc=musl
          done
        fi
        say libc "$libc"
        for file in /usr/lib/libicuuc.so.*.* /usr/lib64/libicuuc.so.*.* /usr/lib/*/libicuuc.so.*.*; do
          [ -e "$file" ] && say icu "${file##*libicuuc.so.}"
        done
        while read -r key value _; do
          case $key in MemTotal:) say memory "$value"; break ;; esac
        done </proc/meminfo
        { read -r value </sys/devices/system/cpu/online; } 2>/dev/null || value="0-$(($(getconf _NPROCESSORS_ONLN) - 1))"
        say cpus "$value"
        read -r value </proc/sys/kernel/random/boot_id && say boot "$value"
        { read -r value </proc/1/comm; } 2>/dev/null || value=unknown
        say init "$value"
        if command -v ip >/dev/null 2>&1; then
          ip -o addr show | while read -r _ _ family address _; do say address "$family $address"; done
        else
          for address in $(hostname -I 2>/dev/null || hostname -i 2>/dev/null); do say address "inet $address"; done
        fi
        """;
  }

  @Override
  public Machine read(Section section) {
    // "Linux blue 6.1.0 x86_64": uname prints in its own order, whatever the order of its options.
    String[] uname = section.first("uname").split(" ", -1);
    if (uname.length != 4) {
      throw section.damaged("uname printed \"" + Section.shortened(section.first("uname")) + '"');
    }
    return new Machine(
        unquoted(section.first("ID")),
        unquoted(section.first("VERSION_ID")),
        uname[2],
        uname[3],
        section.first("libc"),
        newest(section.all("icu")),
        uname[1],
        section.first("user"),
        section.first("locale"),
        section.first("init"),
        section.number("MemTotal", section.first("memory")) * 1024,
        processors(section, section.first("cpus")),
        section.first("boot"),
        section.all("address").stream().flatMap(a -> address(a).stream()).toList());
  }

  private static String unquoted(String value) {
    return value.replaceAll("^[\"']|[\"']$", "");
  }

  private static Optional<String> newest(List<String> versions) {
    return versions.stream()
        .filter(v -> v.matches("\\d+(\\.\\d+)+"))
        .max(
            Comparator.comparing(
                v -> Arrays.stream(v.split("\\.")).mapToInt(Integer::parseInt).toArray(),
                Arrays::compare));
  }

  /** Counts a list such as {@code 0-3,8-11}. */
  private static int processors(Section section, String list) {
    int count = 0;
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", 2);
      long first = section.number("A processor", ends[0]);
      long last = section.number("A processor", ends[ends.length - 1]);
      count += (int) (last - first + 1);
    }
    return count;
  }

  /**
   * From {@code inet 198.18.0.3/24}; not the loopback's, and none that is good on one link only.
   */
  private static Optional<String> address(String text) {
    String[] words = text.split("[ /]", -1);
    boolean usable = words.length > 1 && words[0].startsWith("inet");
    return usable && !words[1].matches("127\\..*|::1|fe80:.*")
        ? Optional.of(words[1])
        : Optional.empty();
  }
}
