package io.replog.cluster.writing;

import io.replog.cluster.OnElectingContainers;

class ElectedContainerAcceptanceIT extends AcceptanceScenarios implements OnElectingContainers {}
