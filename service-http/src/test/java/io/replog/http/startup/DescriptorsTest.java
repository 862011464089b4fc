package io.replog.http.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.http.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorsTest {

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 1000, 20000",
    "1048576, 1000, 20000",
    "10240, 1000, 9112",
    "1024, 128, 768",
    "256, 32, 96",
    "180, 22, 30"
  })
  void filesAndConnectionsFitIntoTheLimitWithWhatElseIsOpen(
      long limit, int files, int connections) {
    Descriptors descriptors = new Descriptors(limit);

    assertThat(descriptors.files(1000)).isEqualTo(files);
    assertThat(descriptors.connections(20_000, 1000)).isEqualTo(connections);
  }

  /** As scripts/up and the images run a node. */
  @Test
  void librariesThatAnExtractedJarKeepsOpenAreNoConnections() {
    assertThat(new Descriptors(256, 68).connections(20_000, 1000)).isEqualTo(96 - 68);
    assertThatThrownBy(() -> new Descriptors(247, 68).connections(20_000, 1000))
        .hasMessageContaining("248");
  }

  @Test
  void whatFitsIsAsWanted() {
    assertThat(new Descriptors(1024).files(50)).isEqualTo(50);
    assertThat(new Descriptors(1024).connections(300, 50)).isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 64, 179})
  void limitThatIsTooLowForAnyWorkIsRefused(long limit) {
    assertThatThrownBy(() -> new Descriptors(limit).connections(20_000, 1000))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ulimit -n = " + limit)
        .hasMessageContaining("180");
  }

  @Test
  void thisProcessHasALimit() {
    assertThat(Descriptors.ofThisProcess().limit()).isPositive();
  }
}
