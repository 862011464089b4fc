package io.replog.cluster.writing;

import io.replog.cluster.OnElectingProcesses;

class ElectedSlowSecondaryIT extends SlowSecondaryScenarios implements OnElectingProcesses {}
