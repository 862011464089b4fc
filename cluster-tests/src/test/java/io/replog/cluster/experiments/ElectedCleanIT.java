package io.replog.cluster.experiments;

import io.replog.cluster.OnElectingProcesses;

class ElectedCleanIT extends CleanIT implements OnElectingProcesses {}
