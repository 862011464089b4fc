package io.replog.cluster.refusal;

import io.replog.cluster.OnElectingProcesses;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class ElectedBadInputIT extends BadInputIT implements OnElectingProcesses {

  @Test
  @Disabled("equal nodes are no secondaries: each takes what a master takes")
  @Override
  void aSecondaryRefusesNonsenseInTheSameWay() {}
}
