package io.replog.cluster.delivery;

import io.replog.cluster.OnProcesses;

class ProcessNetworkCutIT extends NetworkCutScenarios implements OnProcesses {}
