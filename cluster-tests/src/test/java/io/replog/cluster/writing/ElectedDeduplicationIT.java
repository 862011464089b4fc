package io.replog.cluster.writing;

import io.replog.cluster.OnElectingProcesses;

class ElectedDeduplicationIT extends DeduplicationIT implements OnElectingProcesses {}
