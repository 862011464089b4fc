package io.replog.cluster.crash;

import io.replog.cluster.OnContainers;

class ContainerKillAllIT extends KillAllScenarios implements OnContainers {}
