package io.replog.cluster.delivery;

import io.replog.cluster.OnElectingProcesses;

class ElectedNetworkCutIT extends NetworkCutScenarios implements OnElectingProcesses {}
