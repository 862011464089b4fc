package io.replog.secondary.health;

import io.replog.core.SecondaryRole;
import io.replog.core.view.ClusterView;
import io.replog.http.cluster.ClusterBody;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.http.cluster.OwnAddress;
import io.replog.log.DurableLog;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.secondary.config.SecondaryProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /cluster} of a secondary: itself and where it registers; where it observes a cluster
 * that elects its master, also the voters.
 */
@RestController
class SecondaryClusterController {

  private final SecondaryRole secondary;
  private final DurableLog log;
  private final SecondaryProperties properties;

  SecondaryClusterController(
      SecondaryRole secondary, DurableLog log, SecondaryProperties properties) {
    this.secondary = secondary;
    this.log = log;
    this.properties = properties;
  }

  @GetMapping(path = "/cluster", produces = MediaType.APPLICATION_JSON_VALUE)
  ClusterBody cluster(HttpServletRequest request) {
    ClusterView view = secondary.view();
    List<Voter> voters = log.facts().voters().map(Voters::now).orElse(List.of());
    Optional<Voter> master = secondary.electedMaster();
    List<Node> nodes = new ArrayList<>();
    voters.forEach(each -> nodes.add(voter(each, master)));
    nodes.add(
        new Node(
            view.id(),
            OwnAddress.asReachedBy(request),
            voters.isEmpty() ? Role.SECONDARY : Role.OBSERVER,
            view.messages(),
            null,
            null,
            null,
            null));
    return new ClusterBody(
        master.map(Voter::server).orElse(null),
        MasterAddress.of(secondary, properties).orElse(null),
        view.epoch(),
        null,
        nodes,
        null);
  }

  private static Node voter(Voter voter, Optional<Voter> master) {
    return new Node(
        voter.server(),
        voter.url().toString(),
        master.filter(voter::equals).isPresent() ? Role.MASTER : Role.SECONDARY,
        null,
        null,
        null,
        voter.id(),
        voter.electionPort());
  }
}
