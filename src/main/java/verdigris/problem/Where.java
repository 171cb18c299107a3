package verdigris.problem;

/** What a problem is about. */
public sealed interface Where {

  /**
   * A place in a file.
   *
   * @param file the path as the user gave it
   * @param line from 1
   * @param column from 1
   */
  record Position(String file, int line, int column) implements Where {
    @Override
    public String toString() {
      return file + ":" + line + ":" + column;
    }
  }

  /**
   * A whole file, where no line can be named.
   *
   * @param file the path as the user gave it
   */
  record InFile(String file) implements Where {
    @Override
    public String toString() {
      return file;
    }
  }

  /**
   * A host.
   *
   * @param host its inventory name
   */
  record OnHost(String host) implements Where {
    @Override
    public String toString() {
      return host;
    }
  }

  /**
   * An instance on a host.
   *
   * @param host its inventory name
   * @param instance major and name, such as {@code 11/main}
   */
  record OnInstance(String host, String instance) implements Where {
    @Override
    public String toString() {
      return host + ":" + instance;
    }
  }

  /** Nothing in particular. */
  record Anywhere() implements Where {
    @Override
    public String toString() {
      return "";
    }
  }
}
