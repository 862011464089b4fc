package io.replog.cluster.metrics;

import io.replog.cluster.OnElectingProcesses;

class ElectedMetricsIT extends MetricsIT implements OnElectingProcesses {

  @Override
  String elsewhere() {
    return "fixed master";
  }
}
