package io.replog.cluster.writing;

import io.replog.cluster.OnContainers;

class ContainerSlowSecondaryIT extends SlowSecondaryScenarios implements OnContainers {}
