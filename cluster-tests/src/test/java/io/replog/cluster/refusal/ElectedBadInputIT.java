package io.replog.cluster.refusal;

import io.replog.cluster.OnElectingProcesses;

class ElectedBadInputIT extends BadInputIT implements OnElectingProcesses {}
