package verdigris.world;

/** What an instance would be when it runs, told by its recovery marker. */
public sealed interface Role {

  /** There is nothing that could run. */
  record Nothing() implements Role {
    @Override
    public String toString() {
      return "nothing";
    }
  }

  /** No recovery marker: it takes writes when it runs. */
  record Primary() implements Role {
    @Override
    public String toString() {
      return "primary";
    }
  }

  /**
   * It has a recovery marker and follows an instance that the topology names.
   *
   * @param upstream whom it follows
   */
  record StandbyOf(InstanceId upstream) implements Role {
    @Override
    public String toString() {
      return "standby of " + upstream;
    }
  }

  /** It has a recovery marker, but follows nobody that the topology names. */
  record Stray() implements Role {
    @Override
    public String toString() {
      return "standby of nobody we know";
    }
  }
}
