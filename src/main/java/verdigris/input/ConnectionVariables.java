package verdigris.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.host.HostAddress;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.SshOption;
import verdigris.host.HostAddress.Transport;
import verdigris.input.AnsibleSettings.Setting;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** Makes a host's {@code ansible_*} variables into its address. */
final class ConnectionVariables {
  private static final List<String> SSH =
      List.of(
          "ssh",
          "smart",
          "paramiko",
          "paramiko_ssh",
          "ansible.builtin.ssh",
          "ansible.builtin.paramiko_ssh");
  private static final List<String> LOCAL = List.of("local", "ansible.builtin.local");
  private static final List<String> SUDO = List.of("sudo", "ansible.builtin.sudo");
  private static final List<String> SUDO_PROGRAM = List.of("sudo", "/usr/bin/sudo");
  private static final List<String> SUDO_FLAGS = List.of("-H", "-S", "-n");
  private static final List<String> SSH_PROGRAM = List.of("ssh", "/usr/bin/ssh");
  private static final List<String> SHELLS = List.of("sh", "bash", "dash", "ksh", "zsh");

  private static final List<String> BECOME_PASSWORDS =
      List.of("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass");
  private static final List<String> PASSWORDS =
      List.of("ansible_password", "ansible_ssh_pass", "ansible_ssh_password");
  private static final List<String> OTHER_LOGINS =
      List.of(
          "ansible_private_key",
          "ansible_ssh_private_key",
          "ansible_private_key_passphrase",
          "ansible_ssh_private_key_passphrase",
          "ansible_ssh_pkcs11_provider",
          "ansible_paramiko_proxy_command");
  private static final List<String> KEY_CHECKING =
      List.of(
          "ansible_host_key_checking",
          "ansible_ssh_host_key_checking",
          "ansible_paramiko_host_key_checking");

  private final String host;
  private final AnsibleSettings settings;

  ConnectionVariables(String host, AnsibleSettings settings) {
    this.host = host;
    this.settings = settings;
  }

  /** A variable that is needed and that only Ansible could evaluate. */
  static Problem expression(String name, Value value) {
    return Problem.of(
        Kind.NOT_SUPPORTED,
        value.at(),
        name + " holds a template expression of Jinja, which Verdigris does not evaluate.",
        "Write the value itself, or give it with -e " + name + "=VALUE.");
  }

  /**
   * @throws ProblemException everything that cannot be honoured
   */
  HostAddress address() {
    HostAddress address = isLocal() ? local() : ssh();
    settings.throwIfWrong();
    return address;
  }

  private boolean isLocal() {
    Optional<Setting> connection = settings.find("ansible_connection");
    if (connection.isEmpty() || SSH.contains(connection.get().text())) {
      return false;
    }
    if (LOCAL.contains(connection.get().text())) {
      return true;
    }
    settings.refuse(
        "ansible_connection",
        "hosts are reached by ssh, or are this machine (local); found "
            + connection.get().described()
            + ".",
        "");
    return false;
  }

  private HostAddress local() {
    return new HostAddress(
        host, Transport.LOCAL, name(), 0, Optional.empty(), Optional.empty(), List.of(), become());
  }

  private HostAddress ssh() {
    refusePasswords();
    refuseOtherClients();
    return new HostAddress(
        host,
        Transport.SSH,
        name(),
        settings.number(List.of("ansible_port", "ansible_ssh_port"), 1, 65535),
        text("ansible_user", "ansible_ssh_user"),
        text("ansible_private_key_file", "ansible_ssh_private_key_file"),
        sshOptions(),
        become());
  }

  private String name() {
    return text("ansible_host", "ansible_ssh_host").orElse(host);
  }

  private Optional<String> text(String name, String alias) {
    return settings.find(List.of(name, alias)).map(Setting::text);
  }

  /** OpenSSH takes the first of several values, and Ansible gives the arguments in this order. */
  private List<SshOption> sshOptions() {
    List<SshOption> options = new ArrayList<>();
    for (String name :
        List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")) {
      settings.find(name).ifPresent(setting -> options.addAll(parsed(setting)));
    }
    boolean said = options.stream().anyMatch(o -> o.name().equals("ConnectTimeout"));
    int seconds = settings.number(List.of("ansible_timeout", "ansible_ssh_timeout"), 1, 86400);
    if (!said && seconds > 0) {
      options.add(new SshOption("ConnectTimeout", Integer.toString(seconds)));
    }
    return List.copyOf(options);
  }

  private List<SshOption> parsed(Setting setting) {
    List<Problem> wrong = new ArrayList<>();
    var options = SshArguments.parse(setting.name(), setting.value().at(), setting.text(), wrong);
    if (setting.value().secret() && !wrong.isEmpty()) {
      settings.refuse(setting.name(), "an argument in it is not honoured.", "");
      return options;
    }
    settings.add(wrong);
    return options;
  }

  /** Without a word in the inventory, Verdigris takes privileges: it is a play with become. */
  private Become become() {
    if (!settings.flag("ansible_become", true)) {
      return new Become(false, "sudo", "root");
    }
    accept("ansible_become_method", SUDO, "privileges are taken with sudo only");
    accept("ansible_become_exe", SUDO_PROGRAM, "privileges are taken with sudo only");
    accept("ansible_sudo_exe", SUDO_PROGRAM, "privileges are taken with sudo only");
    for (String name : List.of("ansible_become_flags", "ansible_sudo_flags")) {
      settings
          .find(name)
          .filter(flags -> !SUDO_FLAGS.containsAll(List.of(flags.text().strip().split("\\s+"))))
          .ifPresent(
              flags ->
                  settings.refuse(
                      name, "sudo is run with -H and -n; found " + flags.described() + ".", ""));
    }
    for (String name : settings.set(BECOME_PASSWORDS)) {
      settings.refuse(
          name,
          "Verdigris gives no passwords.",
          "Allow the commands without one: NOPASSWD in sudoers.");
    }
    String user = text("ansible_become_user", "ansible_sudo_user").orElse("root");
    return new Become(true, "sudo", user);
  }

  private void refusePasswords() {
    for (String name : settings.set(PASSWORDS)) {
      settings.refuse(
          name, "Verdigris gives no passwords.", "Log in with a key: ssh-copy-id, ssh-agent.");
    }
    for (String name : settings.set(OTHER_LOGINS)) {
      settings.refuse(
          name,
          "it is not honoured.",
          "Use ssh-agent, and ansible_ssh_common_args for a jump host.");
    }
    for (String name : KEY_CHECKING) {
      if (!settings.flag(name, true)) {
        settings.refuse(
            name,
            "hosts are always checked.",
            "Put the hosts' keys into known_hosts and remove the variable.");
      }
    }
  }

  private void refuseOtherClients() {
    accept("ansible_ssh_executable", SSH_PROGRAM, "OpenSSH's own client is used");
    accept("ansible_shell_type", SHELLS, "hosts have a POSIX shell");
  }

  private void accept(String name, List<String> accepted, String detail) {
    settings
        .find(name)
        .filter(setting -> !accepted.contains(setting.text()))
        .ifPresent(
            setting -> settings.refuse(name, detail + "; found " + setting.described() + ".", ""));
  }
}
