package io.replog.cluster.writing;

import io.replog.cluster.OnProcesses;

class ProcessAcceptanceIT extends AcceptanceScenarios implements OnProcesses {}
