package verdigris.postgres;

/**
 * The identifier that {@code initdb} gives an instance and every physical copy of it ({@code
 * pg_control_system()}, {@code pg_controldata}).
 *
 * @param value decimal digits, as PostgreSQL prints it
 */
public record SystemId(String value) {
  public SystemId {
    if (!value.matches("\\d{1,20}")) {
      throw new IllegalArgumentException("not a system identifier: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
