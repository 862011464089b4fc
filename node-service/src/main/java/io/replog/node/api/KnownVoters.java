package io.replog.node.api;

import io.replog.http.cluster.ClusterBody.Change;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.node.config.ClusterNodeProperties;
import io.replog.node.joining.Joining;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The recorded voters; before there are any, the nodes that the configuration lists. */
@Component
class KnownVoters {

  private final Joining joining;
  private final List<Voter> listed;

  KnownVoters(Joining joining, ClusterNodeProperties properties) {
    this.joining = joining;
    this.listed =
        properties.listed().nodes().stream()
            .map(node -> new Voter(node.id(), node.url(), node.electionPort()))
            .toList();
  }

  List<Voter> all() {
    return joining.voters().map(Voters::all).orElse(listed);
  }

  /** The change that is not applied. */
  Optional<Change> change() {
    return joining
        .voters()
        .filter(Voters::isChanging)
        .map(all -> new Change(less(all.now(), all.before()), less(all.before(), all.now())));
  }

  private static List<String> less(List<Voter> set, List<Voter> other) {
    return set.stream().filter(voter -> !other.contains(voter)).map(Voter::id).toList();
  }

  boolean isRecorded() {
    return joining.voters().isPresent();
  }
}
