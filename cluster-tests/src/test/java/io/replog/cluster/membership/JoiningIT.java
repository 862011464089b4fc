package io.replog.cluster.membership;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.link.FaultyLink;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What a secondary says of itself at the master, and whom it takes for one. */
class JoiningIT extends Scenarios implements OnProcesses {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @Test
  void aSecondaryIsReachedAtTheUrlThatItAdvertises() throws IOException {
    Cluster cluster = cluster(Topology.masterAnd(0).set(s1, "SECONDARY_HOST", "no-such-host"));
    URI own = URI.create(cluster.url(master, s1));
    try (FaultyLink published =
        FaultyLink.open(ANY_PORT, new InetSocketAddress(own.getHost(), own.getPort()))) {
      String advertised = "http://127.0.0.1:" + published.address().getPort();
      cluster.set(s1, "ADVERTISED_URL", advertised);
      cluster.start(master, s1);

      eventuallyHealthy(cluster, 2);
      assertThat(cluster.client(master).get("/secondaries").text()).contains(advertised);
      assertThat(cluster.client(master).post("through the published port", w(2))).isCreated();
    }
  }

  @Test
  void anIpv6AddressIsRegisteredInBrackets() {
    Cluster cluster = cluster(Topology.masterAnd(0).set(s1, "SECONDARY_HOST", "::1"));
    cluster.start(master, s1);
    Eventually.eventually(
        () ->
            assertThat(cluster.client(master).get("/secondaries").text())
                .contains("http://[::1]:" + URI.create(cluster.url(master, s1)).getPort()));
  }

  @Test
  void aWebSiteIsNotTakenForTheMaster() throws IOException {
    HttpServer site = HttpServer.create(ANY_PORT, 0);
    site.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>hello</html>".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    try {
      assertNoMaster(
          "http://127.0.0.1:" + site.getAddress().getPort(),
          "answers, but not as a Replog master (200 text/html)");
    } finally {
      site.stop(0);
    }
  }

  @Test
  void aSecondaryIsNotTakenForTheMaster() {
    Cluster cluster = cluster(Topology.masterAnd(0));
    cluster.set(s1, "MASTER_URL", "");
    cluster.start(s1);
    cluster.set(s2, "MASTER_URL", cluster.url(s2, s1));
    cluster.start(s2);
    Eventually.eventually(
        () -> assertThat(cluster.log(s2)).contains("is a Replog node that is not a master"));
    assertThat(cluster.log(s2)).doesNotContain("registered at");
  }

  private void assertNoMaster(String url, String why) {
    Cluster cluster = cluster(Topology.masterAnd(0).set(s1, "MASTER_URL", url));
    cluster.start(s1);
    Eventually.eventually(() -> assertThat(cluster.log(s1)).containsOnlyOnce(url + " " + why));
    assertThat(cluster.log(s1)).doesNotContain("registered at");
  }
}
