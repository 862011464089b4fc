package io.replog.node.joining;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.fakes.FakeClients;
import io.replog.core.fakes.SilentClient;
import io.replog.core.transport.TransportException;
import io.replog.http.client.PeerClient;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.node.election.FakeElections;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whom a node asks to take it in, and when it does not. */
class JoiningTest {

  private static final URI N1 = url("n1");
  private static final URI N2 = url("n2");
  private static final Voters FOUNDED = record(1, "n1.0", "n2.0", "n3.0");

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final FakeElections elections = new FakeElections();
  private final FakeClients nodes = new FakeClients();
  private final List<URI> asked = new ArrayList<>();
  private final Map<URI, Integer> answers = new HashMap<>();

  private static URI url(String server) {
    return URI.create("http://" + server + ":5000");
  }

  private static Voter voter(String id) {
    return new Voter(id, url(Voter.server(id)), 6000);
  }

  private static Voters record(long epoch, String... ids) {
    List<Voter> voters = Stream.of(ids).map(JoiningTest::voter).toList();
    return new Voters(new Tail(epoch, "claim"), 0, voters, List.of());
  }

  private Joining joining(String id, boolean joins, URI... nodesToAsk) {
    return new Joining(
        voter(id),
        new Joining.Cluster(List.of(nodesToAsk), joins),
        log,
        elections,
        new Joining.Ways(nodes, this::ask));
  }

  private PeerClient.Answer ask(URI node) throws TransportException {
    asked.add(node);
    Integer status = answers.get(node);
    if (status == null) {
      throw new TransportException("no answer");
    }
    return new PeerClient.Answer(status, "");
  }

  private void tells(URI node, Voters record) {
    nodes.nodes.put(
        node,
        new SilentClient() {
          @Override
          public ReplicaStatus status(OptionalLong at) {
            return new ReplicaStatus("id", "run", "log", 1, 1, "c", 0, 0, 0, "", 0, record);
          }
        });
  }

  private void stores(Voters record) {
    log.commit(
        new Commit().facts(LogFacts.NONE.withLogId("log").withMaster(1, "c").withVoters(record)));
  }

  @Test
  void addedNodeAsksUntilItVotes() {
    tells(N1, FOUNDED);
    answers.put(N1, 202);
    Joining joining = joining("n4.0", true, N1);
    joining.look();
    joining.look();
    assertThat(asked).containsExactly(N1, N1);
    assertThat(joining.standing()).isEqualTo(Standing.NEWCOMER);

    stores(record(2, "n1.0", "n2.0", "n3.0", "n4.0"));
    joining.look();
    assertThat(asked).hasSize(2);
    assertThat(joining.standing()).isEqualTo(Standing.VOTER);
  }

  @Test
  void nodeWithANewDiskAsksWithoutBeingTold() {
    tells(N1, FOUNDED);
    answers.put(N1, 202);
    joining("n2.1", false, N1, N2).look();
    assertThat(asked).containsExactly(N1);
  }

  @Test
  void nodeThatReachesNoMasterIsNotTheOnlyOneThatIsAsked() {
    tells(N1, FOUNDED);
    tells(N2, FOUNDED);
    answers.put(N1, 503);
    answers.put(N2, 202);
    Joining joining = joining("n4.0", true, N1, N2);
    joining.look();
    assertThat(asked).containsExactly(N1, N2);
    answers.remove(N1);
    joining.look();
    assertThat(asked).containsExactly(N1, N2, N1, N2);
  }

  @Test
  void refusalOfTheMasterIsTheClustersAnswer() {
    tells(N1, FOUNDED);
    tells(N2, FOUNDED);
    answers.put(N1, 409);
    answers.put(N2, 409);
    joining("n4.0", true, N1, N2).look();
    assertThat(asked).containsExactly(N1);
  }

  @Test
  void removedNodeDoesNotAskAndTellsWhoVotes() {
    stores(FOUNDED);
    Voters rest = record(2, "n1.0", "n3.0");
    tells(N1, rest);
    Joining joining = joining("n2.0", true, N1);
    joining.look();
    assertThat(asked).isEmpty();
    assertThat(joining.standing()).isEqualTo(Standing.REMOVED);
    assertThat(joining.voters()).contains(rest);
  }

  @Test
  void nodeOfNoClusterDoesNotAsk() {
    tells(N1, FOUNDED);
    Joining joining = joining("n4.0", false, N1);
    joining.look();
    assertThat(asked).isEmpty();
    assertThat(joining.standing()).isEqualTo(Standing.UNKNOWN);
    joining("n4.0", true, N2).look();
    assertThat(asked).as("nobody answers").isEmpty();
  }

  @Test
  void addedNodeThatWasFilledFindsTheOthersWhereTheOneItWasToldIsGone() {
    stores(FOUNDED);
    tells(N2, FOUNDED);
    answers.put(N2, 202);
    joining("n4.0", true, url("gone")).look();
    assertThat(asked).containsExactly(N2);
  }

  @Test
  void voterAsksNobodyWhileAnElectionWouldTellThatItWasRemoved() {
    stores(FOUNDED);
    elections.leader = Optional.of("n1.0");
    Joining joining = joining("n2.0", false, N1);
    joining.look();
    tells(N1, record(2, "n1.0", "n3.0"));
    joining.look();
    assertThat(joining.standing()).isEqualTo(Standing.VOTER);
    elections.leader = Optional.empty();
    joining.look();
    assertThat(joining.standing()).isEqualTo(Standing.REMOVED);
  }
}
