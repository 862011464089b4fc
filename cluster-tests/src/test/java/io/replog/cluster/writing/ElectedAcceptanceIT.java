package io.replog.cluster.writing;

import io.replog.cluster.OnElectingProcesses;

class ElectedAcceptanceIT extends AcceptanceScenarios implements OnElectingProcesses {}
