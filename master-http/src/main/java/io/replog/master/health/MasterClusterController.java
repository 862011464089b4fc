package io.replog.master.health;

import io.replog.core.MasterRole;
import io.replog.core.view.ClusterView;
import io.replog.http.cluster.ClusterBody;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.http.cluster.OwnAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /cluster} of a fixed master: itself and its secondaries. */
@RestController
class MasterClusterController {

  private final MasterRole master;

  MasterClusterController(MasterRole master) {
    this.master = master;
  }

  @GetMapping(path = "/cluster", produces = MediaType.APPLICATION_JSON_VALUE)
  ClusterBody cluster(HttpServletRequest request) {
    ClusterView view = master.view();
    String url = OwnAddress.asReachedBy(request);
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.master(view.id(), url, view.messages()));
    view.secondaries().forEach(each -> nodes.add(Node.seen(each, Role.SECONDARY)));
    return new ClusterBody(view.id(), url, view.epoch(), null, nodes, null);
  }
}
