package io.replog.cluster.openapi;

import io.replog.cluster.OnElectingProcesses;
import io.replog.cluster.client.Client;
import java.util.Map;
import java.util.Set;

class ElectedOpenApiIT extends OpenApiIT implements OnElectingProcesses {

  @Override
  Set<String> elsewhere() {
    return Set.of();
  }

  @Override
  void others(Client atMaster, Document api) {
    api.check("get /actuator/setaside", atMaster.get("/actuator/setaside"));
    api.check(
        "post /cluster/nodes",
        atMaster.command("POST", "/cluster/nodes", Map.of("url", "http://127.0.0.1:9")));
    api.check(
        "delete /cluster/nodes/{id}",
        atMaster.command("DELETE", "/cluster/nodes/nobody", Map.of()));
    api.check(
        "post /cluster/transfer",
        atMaster.command("POST", "/cluster/transfer", Map.of("to", "nobody")));
  }
}
