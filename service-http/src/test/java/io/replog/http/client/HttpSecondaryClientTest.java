package io.replog.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.http.security.ClusterToken;
import io.replog.log.HeldRange;
import io.replog.model.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from another node is checked where it comes in. */
class HttpSecondaryClientTest {

  private static final String STATUS =
      "{'id':'s1','run':'r','log_id':'l','epoch':3,'tail_epoch':2,'tail_claim':'c','first':1,"
          + "'messages':5,'buffered':1,'checksum':'ab','at':5}";
  private static final String HEALTH =
      "{'role':'secondary','id':'s1','run':'r','log_id':'l','epoch':3,'messages':5}";

  private HttpServer server;
  private NodeClients clients;
  private SecondaryClient secondary;
  private int status = 200;
  private String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    Duration patience = Duration.ofSeconds(20);
    clients = new NodeClients(new ObjectMapper(), new ClusterToken(""), 1, patience, patience);
    secondary = clients.connect(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() throws IOException {
    clients.close();
    server.stop(0);
  }

  @Test
  void answersOfANodeAreRead() throws Exception {
    body = STATUS;
    assertThat(secondary.status(OptionalLong.empty()).messages()).isEqualTo(5);
    body = "{'id':'s1','run':'r','log_id':null,'epoch':0,'messages':0,'checksum':'ab'}";
    assertThat(secondary.status(OptionalLong.empty()).logId()).isNull();
    body = HEALTH;
    assertThat(secondary.health().epoch()).isEqualTo(3);
    body = "{'status':'ACK','messages':7,'buffered':0,'run':'r'}";
    assertThat(announce().messages()).isEqualTo(7);
    status = 409;
    body = "{'type':'urn:replog:stale-epoch','detail':'d','epoch':7}";
    assertThat(catchThrowable(this::announce)).isInstanceOf(TransportException.Stale.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'id':'s1' > 'id':'a b'",
        "'id':'s1' > 'id':''",
        "'id':'s1' > 'id':1",
        "'id':'s1', > ",
        "'log_id':'l' > 'log_id':''",
        "'log_id':'l' > 'log_id':7",
        "'log_id':'l' > 'log_id':null",
        "'epoch':3 > 'epoch':'3'",
        "'epoch':3 > 'epoch':-1",
        "'epoch':3 > 'epoch':281474976710656",
        "'epoch':3, > ",
        "'tail_epoch':2 > 'tail_epoch':true",
        "'tail_claim':'c' > 'tail_claim':1",
        "'first':1 > 'first':6",
        "'messages':5 > 'messages':5.0",
        "'messages':5 > 'messages':9223372036854775807",
        "'messages':5 > 'messages':5,'messages':5",
        "'buffered':1 > 'buffered':false",
        "'checksum':'ab' > 'checksum':171",
        "'at':5 > 'at':'5'"
      })
  void statusOfAnotherKindIsNone(String change) {
    body = changed(STATUS, change);
    assertThatThrownBy(() -> secondary.status(OptionalLong.empty()))
        .isExactlyInstanceOf(TransportException.class)
        .hasMessageContaining("something else than a status");
  }

  @Test
  void idOfALogIsBounded() throws Exception {
    body = changed(STATUS, "'log_id':'l' > 'log_id':'%s'".formatted("l".repeat(256)));
    assertThat(secondary.status(OptionalLong.empty()).logId()).hasSize(256);
    statusOfAnotherKindIsNone("'log_id':'l' > 'log_id':'%s'".formatted("l".repeat(257)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'role':'secondary' > 'role':1",
        "'id':'s1' > 'id':'../s1'",
        "'log_id':'l' > 'log_id':''",
        "'epoch':3 > 'epoch':'3'",
        "'epoch':3 > 'epoch':null"
      })
  void healthOfAnotherKindIsNone(String change) {
    body = changed(HEALTH, change);
    assertThatThrownBy(() -> secondary.health()).hasMessageContaining("else than its health");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'status':'OK','messages':7}",
        "{'status':'ACK'}",
        "{'status':'ACK','messages':'7'}",
        "{'status':'ACK','messages':true}",
        "{'status':'ACK','messages':7.5}",
        "{'status':'ACK','messages':7,'buffered':'0'}",
        "{'status':'ACK','messages':7,'run':1}"
      })
  void acknowledgementOfAnotherKindIsNone(String answer) {
    body = answer;
    assertThatThrownBy(this::announce).hasMessageContaining("else than an acknowledgement");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'7'", "true", "1.5", "7.0", "0", "-1", "null", "281474976710656"})
  void refusalForAnEpochThatIsNoneFencesNobody(String epoch) {
    status = 409;
    body = "{'type':'urn:replog:stale-epoch','detail':'d','epoch':%s}".formatted(epoch);
    assertThatThrownBy(this::announce)
        .isExactlyInstanceOf(TransportException.class)
        .hasMessage("answered stale-epoch without the epoch that it knows");
  }

  private static String changed(String answer, String change) {
    String[] parts = change.split(" > ", -1);
    assertThat(answer).contains(parts[0]);
    return answer.replace(parts[0], parts[1]);
  }

  private io.replog.model.DeliveryAck announce() throws TransportException {
    return secondary.deliver(new Delivery(3, "c", "l", List.of()));
  }

  @Test
  void aVotersIdIsTheOneOfItsDisk() throws TransportException {
    body = HEALTH.replace("'run'", "'voter':'s1.0a1b2c3d','run'");

    assertThat(secondary.health().id()).isEqualTo("s1.0a1b2c3d");
  }

  @Test
  void whatANodeHoldsIsReadFromItsHealth() throws TransportException {
    assertThat(secondaryHealth(HEALTH)).isEqualTo(NodeHealth.Stored.NOTHING);

    String more = "'first':2,'buffered':3,'held':[{'first':7,'last':9}],'set_aside':4,'run'";
    assertThat(secondaryHealth(HEALTH.replace("'run'", more)))
        .isEqualTo(new NodeHealth.Stored(2, 3, List.of(new HeldRange(7, 9)), 4));
  }

  private NodeHealth.Stored secondaryHealth(String answer) throws TransportException {
    body = answer;
    return secondary.health().stored();
  }

  @Test
  void aRecordOfVotersIsReadAsItWasWritten() throws TransportException {
    String voters = "3,c,1 +s1.0a1b2c3d,6000,http://a:5000 -s2.0a1b2c3d,6000,http://b:5000";
    body = STATUS.replace("'at':5}", "'at':5,'voters':'%s'}".formatted(voters));

    assertThat(secondary.status(OptionalLong.empty()).voters().text()).isEqualTo(voters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3,c", "3,c,1", "x,c,1 +a,1,http://a", "3,c,1 +a,1"})
  void anImpossibleRecordOfVotersIsAFailedCall(String voters) {
    body = STATUS.replace("'at':5}", "'at':5,'voters':'%s'}".formatted(voters));

    assertThatThrownBy(() -> secondary.status(OptionalLong.empty()))
        .isInstanceOf(TransportException.class);
  }
}
