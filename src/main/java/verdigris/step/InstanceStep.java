package verdigris.step;

import verdigris.world.InstanceId;

/** A step about one instance. */
interface InstanceStep extends Step {

  /** Which. */
  InstanceId id();

  @Override
  default String subject() {
    return id().toString();
  }

  @Override
  default String host() {
    return id().host();
  }
}
