package verdigris.postgres;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A range of IP addresses: an address and how many of its leading bits count.
 *
 * @param bits 32 for IPv4, 128 for IPv6
 * @param base the address, its other bits cleared
 * @param prefix how many leading bits count
 */
public record Network(int bits, BigInteger base, int prefix) {

  /**
   * Reads an address with or without a prefix length, such as {@code 10.1.0.0/16}, {@code ::1}.
   *
   * @return empty when it is no IP address or the length is out of range
   */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Optional<BigInteger> value = address(address);
    int bits = address.indexOf(':') >= 0 ? 128 : 32;
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (slash < 0) {
      return Optional.of(of(bits, value.get(), bits));
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
      return Optional.empty();
    }
    return Optional.of(of(bits, value.get(), Integer.parseInt(length)));
  }

  /**
   * Reads an address and a mask, such as {@code 10.1.0.0} and {@code 255.255.0.0}.
   *
   * @return empty when one is no IP address, they are of different kinds, or the mask has holes
   */
  public static Optional<Network> parse(String address, String mask) {
    Optional<BigInteger> value = address(address);
    Optional<BigInteger> ones = address(mask);
    int bits = address.indexOf(':') >= 0 ? 128 : 32;
    if (value.isEmpty() || ones.isEmpty() || bits != (mask.indexOf(':') >= 0 ? 128 : 32)) {
      return Optional.empty();
    }
    int prefix = ones.get().bitCount();
    return ones.get().equals(mask(bits, prefix))
        ? Optional.of(of(bits, value.get(), prefix))
        : Optional.empty();
  }

  /** Whether every address of another range is in this one. */
  public boolean contains(Network other) {
    return bits == other.bits
        && prefix <= other.prefix
        && base.equals(other.base.and(mask(bits, prefix)));
  }

  /** All addresses of a kind: 32 bits for IPv4, 128 for IPv6. */
  public static Network all(int bits) {
    return new Network(bits, BigInteger.ZERO, 0);
  }

  /**
   * The ranges that together are this one without some addresses.
   *
   * @param addresses each a single one; those outside this range do not matter
   */
  public List<Network> without(List<Network> addresses) {
    if (addresses.stream().noneMatch(this::contains)) {
      return List.of(this);
    }
    if (prefix == bits) {
      return List.of();
    }
    List<Network> ranges = new ArrayList<>();
    BigInteger half = BigInteger.ONE.shiftLeft(bits - prefix - 1);
    ranges.addAll(new Network(bits, base, prefix + 1).without(addresses));
    ranges.addAll(new Network(bits, base.or(half), prefix + 1).without(addresses));
    return List.copyOf(ranges);
  }

  /** As pg_hba.conf writes it, such as {@code 10.1.0.0/16}. */
  @Override
  public String toString() {
    int width = bits == 32 ? 8 : 16;
    List<String> parts = new ArrayList<>();
    for (int shift = bits - width; shift >= 0; shift -= width) {
      int part = base.shiftRight(shift).and(BigInteger.valueOf((1L << width) - 1)).intValue();
      parts.add(width == 8 ? Integer.toString(part) : Integer.toHexString(part));
    }
    return String.join(width == 8 ? "." : ":", parts) + "/" + prefix;
  }

  private static Network of(int bits, BigInteger value, int prefix) {
    return new Network(bits, value.and(mask(bits, prefix)), prefix);
  }

  private static BigInteger mask(int bits, int prefix) {
    return BigInteger.ONE.shiftLeft(prefix).subtract(BigInteger.ONE).shiftLeft(bits - prefix);
  }

  private static Optional<BigInteger> address(String text) {
    if (text.indexOf(':') >= 0) {
      return groups(text).map(parts -> join(parts, 16));
    }
    return octets(text).map(parts -> join(parts, 8));
  }

  private static BigInteger join(List<Integer> parts, int width) {
    BigInteger value = BigInteger.ZERO;
    for (int part : parts) {
      value = value.shiftLeft(width).or(BigInteger.valueOf(part));
    }
    return value;
  }

  private static Optional<List<Integer>> octets(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return Optional.empty();
    }
    List<Integer> parts = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      parts.add(Integer.parseInt(part));
    }
    return parts.stream().allMatch(part -> part <= 255) ? Optional.of(parts) : Optional.empty();
  }

  private static Optional<List<Integer>> groups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return half(text).filter(parts -> parts.size() == 8);
    }
    Optional<List<Integer>> left = half(text.substring(0, gap));
    Optional<List<Integer>> right = half(text.substring(gap + 2));
    if (left.isEmpty() || right.isEmpty() || left.get().size() + right.get().size() > 7) {
      return Optional.empty();
    }
    List<Integer> parts = new ArrayList<>(left.get());
    while (parts.size() + right.get().size() < 8) {
      parts.add(0);
    }
    parts.addAll(right.get());
    return Optional.of(parts);
  }

  private static Optional<List<Integer>> half(String text) {
    List<Integer> parts = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(parts);
    }
    for (String part : text.split(":", -1)) {
      if (part.matches("[0-9a-fA-F]{1,4}")) {
        parts.add(Integer.parseInt(part, 16));
        continue;
      }
      Optional<List<Integer>> last = octets(part);
      if (last.isEmpty() || !text.endsWith(part)) {
        return Optional.empty();
      }
      parts.add(last.get().get(0) << 8 | last.get().get(1));
      parts.add(last.get().get(2) << 8 | last.get().get(3));
    }
    return Optional.of(parts);
  }
}
