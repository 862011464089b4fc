package io.replog.cluster.writing;

import io.replog.cluster.OnElectingProcesses;

class ElectedWriteConcernIT extends WriteConcernIT implements OnElectingProcesses {}
