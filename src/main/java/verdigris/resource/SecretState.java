package verdigris.resource;

/**
 * Whether a secret on a host is the declared one; only the edge, which has the values, can tell.
 */
public enum SecretState {
  /** It was compared and is equal. */
  SAME,
  /** It was compared and is another, or there is none. */
  DIFFERENT,
  /** Nobody compared it. */
  UNCHECKED
}
