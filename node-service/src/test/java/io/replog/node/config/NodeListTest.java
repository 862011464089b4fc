package io.replog.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.node.config.NodeList.Listed;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeListTest {

  private final NodeList three = parse("n1=http://a:5000, n2=http://b:5000/ ,n3=http://c:5000");

  private static NodeList parse(String line) {
    return NodeList.parse(List.of(line.split(",")));
  }

  @Test
  void namesNodesAndTheirUrls() {
    assertThat(three.nodes())
        .containsExactly(
            new Listed("n1", URI.create("http://a:5000")),
            new Listed("n2", URI.create("http://b:5000")),
            new Listed("n3", URI.create("http://c:5000")));
    assertThat(three.isFirst("n1")).isTrue();
    assertThat(three.isFirst("n2")).isFalse();
    assertThat(three.others("n2")).extracting(Listed::id).containsExactly("n1", "n3");
  }

  @Test
  void oneNodeIsACluster() {
    assertThat(parse("n1=http://a:5000").nodes()).hasSize(1);
  }

  @Test
  void anEvenNumberIsAllowedAndKnown() {
    assertThat(three.isEven()).isFalse();
    assertThat(parse("a=http://a:1,b=http://b:1,c=http://c:1,d=http://d:1").isEven()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n1=http://a:5000,n2=http://b:5000 | two nodes",
        "n1 | is not <server id>=<base URL>",
        "=http://a:5000 | is not <server id>=<base URL>",
        "n 1=http://a:5000 | letters, digits",
        "n1=a:5000 | base URL",
        "n1=http://a:5000/?x | base URL",
        "n1=http://a:1,n1=http://b:1,n3=http://c:1 | \"n1\" twice",
        "n1=http://a:1,n2=http://a:1/,n3=http://c:1 | http://a:1 twice",
        "' ' | must list all nodes",
      })
  void saysWhatToChange(String line, String said) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void refusesAnIdThatTheEngineCannotCarry() {
    assertThatThrownBy(() -> parse("n".repeat(65) + "=http://a:1"))
        .hasMessageContaining("at most 64 characters");
  }
}
