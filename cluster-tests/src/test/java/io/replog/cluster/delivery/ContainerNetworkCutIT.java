package io.replog.cluster.delivery;

import io.replog.cluster.OnContainers;

class ContainerNetworkCutIT extends NetworkCutScenarios implements OnContainers {}
