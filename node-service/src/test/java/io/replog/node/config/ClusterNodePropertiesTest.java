package io.replog.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClusterNodePropertiesTest {

  private static ClusterNodeProperties bound(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("replog.id", "n4");
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("replog", ClusterNodeProperties.class)
        .get();
  }

  @Test
  void nodeThatJoinsListsNobodyAndIsReachedWhereItSays() {
    ClusterNodeProperties joins =
        bound(Map.of("replog.join", "http://n1:5000/", "replog.advertised-url", "http://n4:80"));
    assertThat(joins.listed().nodes()).isEmpty();
    assertThat(joins.joined()).contains(URI.create("http://n1:5000"));
    assertThat(joins.url(5003)).isEqualTo(URI.create("http://n4:80"));
    assertThat(bound(Map.of("replog.join", "http://n1:5000")).url(5003))
        .isEqualTo(URI.create("http://localhost:5003"));
  }

  @Test
  void nodeFoundsOrJoins() {
    String line = "n1=http://n1:5000,n2=http://n2:5000,n4=http://n4:5000";
    assertThat(bound(Map.of("replog.nodes", line)).joined()).isEmpty();
    assertThatThrownBy(() -> bound(Map.of("replog.nodes", line, "replog.join", "http://n1:5000")))
        .rootCause()
        .hasMessageContaining("set one of the two");
    assertThatThrownBy(() -> bound(Map.of()))
        .rootCause()
        .hasMessageContaining("replog.nodes (REPLOG_NODES): must list all nodes")
        .hasMessageContaining("REPLOG_JOIN");
  }
}
