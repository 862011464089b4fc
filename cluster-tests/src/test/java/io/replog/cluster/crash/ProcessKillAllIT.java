package io.replog.cluster.crash;

import io.replog.cluster.OnProcesses;

class ProcessKillAllIT extends KillAllScenarios implements OnProcesses {}
