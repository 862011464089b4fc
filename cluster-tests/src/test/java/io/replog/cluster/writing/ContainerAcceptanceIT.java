package io.replog.cluster.writing;

import io.replog.cluster.OnContainers;

class ContainerAcceptanceIT extends AcceptanceScenarios implements OnContainers {}
