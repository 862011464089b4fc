package io.replog.cluster.crash;

import io.replog.cluster.OnElectingProcesses;

class ElectedKillAllIT extends KillAllScenarios implements OnElectingProcesses {

  /** A majority. */
  @Override
  int leastSafeW() {
    return 2;
  }
}
