package io.replog.cluster.reading;

import io.replog.cluster.OnElectingProcesses;

class ElectedAnyTextIT extends AnyTextIT implements OnElectingProcesses {}
