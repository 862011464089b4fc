package io.replog.node.founding;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.storage.LogFacts;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.node.config.NodeList;
import io.replog.node.founding.FoundingDecision.Answer;
import io.replog.node.founding.FoundingDecision.Decision;
import io.replog.node.founding.FoundingDecision.Exists;
import io.replog.node.founding.FoundingDecision.Found;
import io.replog.node.founding.FoundingDecision.Refuse;
import io.replog.node.founding.FoundingDecision.Wait;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoundingDecisionTest {

  private static final NodeList LISTED =
      NodeList.parse(List.of("n1=http://a:5000", "n2=http://b:5000", "n3=http://c:5000"));
  private static final Voter SELF = new Voter("n1.00000001", URI.create("http://a:5000"), 6000);
  private static final Voters RECORD = new Voters(Tail.NONE, 0, List.of(SELF), List.of());

  private static Decision decide(LogFacts mine, Map<String, Answer> answers) {
    return FoundingDecision.decide(LISTED, SELF, mine, answers);
  }

  private static Answer answer(String id, int port, String logId, Voters voters) {
    return new Answer(
        new ReplicaStatus(id, "run", logId, 0, 0, null, 0, 0, 0, "0", 0, voters), port);
  }

  private static Answer empty(String id) {
    return answer(id, 0, null, null);
  }

  private static LogFacts log(String id) {
    return LogFacts.NONE.withLogId(id);
  }

  @Test
  void foundsWithAllOnceAllAnswer() {
    Decision decision =
        decide(
            LogFacts.NONE,
            Map.of("n2", answer("n2.00000002", 7000, null, null), "n3", empty("n3.00000003")));

    assertThat(decision)
        .isEqualTo(
            new Found(
                List.of(
                    SELF,
                    new Voter("n2.00000002", URI.create("http://b:5000"), 7000),
                    new Voter("n3.00000003", URI.create("http://c:5000"), 6000)),
                Optional.empty()));
  }

  @Test
  void waitsForEachOfThem() {
    assertThat(decide(LogFacts.NONE, Map.of("n2", empty("n2.00000002"))))
        .isEqualTo(new Wait("waiting for the node n3 at http://c:5000"));
  }

  @Test
  void neverFoundsWhereOneKnowsOfACluster() {
    assertThat(
            decide(
                LogFacts.NONE,
                Map.of(
                    "n2", empty("n2.00000002"),
                    "n3", answer("n3.00000003", 0, "log", RECORD))))
        .isEqualTo(new Exists("n3"));
  }

  @Test
  void aNodeWithARecordResumesWhateverTheOthersSay() {
    assertThat(decide(log("log").withVoters(RECORD), Map.of())).isInstanceOf(Exists.class);
  }

  @Test
  void refusesANodeThatAnswersAtAnothersAddress() {
    assertThat(
            decide(LogFacts.NONE, Map.of("n2", empty("n3.00000003"), "n3", empty("n3.00000003"))))
        .isInstanceOf(Refuse.class)
        .asString()
        .contains("lists n2 at http://b:5000, where the node n3.00000003 answers");
  }

  /** A secondary of a fixed master has no id as a voter. */
  @Test
  void refusesANodeThatCannotVote() {
    assertThat(decide(LogFacts.NONE, Map.of("n2", empty("n2"), "n3", empty("n3.00000003"))))
        .isInstanceOf(Refuse.class);
  }

  @Test
  void adoptsTheOneLogThatTheyHold() {
    Map<String, Answer> answers =
        Map.of("n2", answer("n2.00000002", 0, "old", null), "n3", empty("n3.00000003"));

    assertThat(decide(LogFacts.NONE, answers))
        .isInstanceOfSatisfying(Found.class, found -> assertThat(found.logId()).contains("old"));
    assertThat(decide(log("old"), answers)).isInstanceOf(Found.class);
  }

  @Test
  void refusesDifferentLogs() {
    assertThat(
            decide(
                log("mine"),
                Map.of("n2", answer("n2.00000002", 0, "other", null), "n3", empty("n3.00000003"))))
        .isInstanceOf(Refuse.class)
        .asString()
        .contains("different logs, {n1=mine, n2=other}");
  }
}
