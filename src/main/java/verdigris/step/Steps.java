package verdigris.step;

import java.util.List;
import verdigris.world.Target;

/** The one list of step kinds. Its order is the canonical order of steps that commute. */
public final class Steps {
  private Steps() {}

  /** Every kind. */
  public static List<StepKind> kinds() {
    return List.of(
        InstallPackages.KIND,
        SetReplicationRole.KIND,
        Configure.KIND,
        Restart.KIND,
        CreateSlot.KIND,
        StopStandby.KIND,
        Rewind.KIND,
        Clone.KIND,
        Follow.KIND,
        Start.KIND,
        ResumeReplay.KIND,
        CatchUp.KIND,
        CreateInstance.KIND,
        CheckUpgrade.KIND,
        CloseClients.KIND,
        StopPrimary.KIND,
        Demote.KIND,
        CloseStandby.KIND,
        Promote.KIND,
        Reinstate.KIND,
        UpgradeInstance.KIND,
        ComputeStatistics.KIND,
        OpenClients.KIND,
        OpenStandby.KIND,
        CompleteUpgrade.KIND,
        Backup.KIND,
        RemoveInstance.KIND);
  }

  /** Every move that makes sense on the way to the target, in canonical order. */
  public static List<Step> towards(Target target) {
    return kinds().stream().<Step>flatMap(k -> k.moves().towards(target).stream()).toList();
  }
}
