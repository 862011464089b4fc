package io.replog.cluster.writing;

import io.replog.cluster.OnProcesses;

class ProcessSlowSecondaryIT extends SlowSecondaryScenarios implements OnProcesses {}
