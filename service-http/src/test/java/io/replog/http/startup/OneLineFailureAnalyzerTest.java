package io.replog.http.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.replog.http.settings.AtMost;
import io.replog.http.settings.ConfigurationException;
import io.replog.http.settings.InRange;
import io.replog.http.settings.Setting;
import io.replog.http.settings.SettingsValidator;
import io.replog.log.storage.StorageException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

/** What a person reads when a node does not start: one line that names the setting. */
class OneLineFailureAnalyzerTest {

  private static final SettingsValidator VALIDATOR = new SettingsValidator();

  @BeforeAll
  static void open() {
    VALIDATOR.afterPropertiesSet();
  }

  @AfterAll
  static void close() {
    VALIDATOR.close();
  }

  /** Settings as those of a node, small. */
  @ConfigurationProperties("replog")
  @AtMost(setting = "deep.softLimit", bound = "limit")
  record Settings(
      String id,
      List<String> secondaries,
      @InRange(min = "1", max = "3") Integer limit,
      @Valid Deep deep,
      @Valid Needy needy) {
    Settings {
      if (id != null) {
        Setting.serverId(id);
      }
      if (secondaries != null) {
        secondaries.stream().map(Setting::baseUrl).map(URI::toString).toList();
      }
    }

    record Deep(
        @InRange(min = "10ms", max = "1h") @DefaultValue("1s") Duration pause,
        @InRange(min = "1KB", max = "8MB") @DefaultValue("1MB") DataSize writeBuffer,
        Integer softLimit) {}

    record Needy(@NotNull(message = "must be set") DataSize needed, Integer other) {}
  }

  @Test
  void valueOfAWrongTypeIsNamedWithTheSetting() {
    assertThat(lineFor(Map.of("replog.limit", "many")))
        .isEqualTo("replog.limit = \"many\": must be a number");
  }

  @Test
  void impossibleValueIsNamedWithTheReason() {
    assertThat(lineFor(Map.of("replog.limit", "7")))
        .isEqualTo("replog.limit = \"7\": must be from 1 to 3");
    assertThat(lineFor(Map.of("replog.secondaries", "nonsense")))
        .contains("\"nonsense\" is not a base URL");
    assertThat(lineFor(Map.of("replog.id", "a b"))).contains("\"a b\" must have 1 to 128");
  }

  @Test
  void everySettingOutOfItsRangeIsNamedWithItsValueAsItWasGiven() {
    assertThat(lineFor(Map.of("replog.deep.pause", "5ms", "replog.deep.write-buffer", "1B")))
        .isEqualTo(
            "replog.deep.pause = \"5ms\": must be from 10ms to 1h;"
                + " replog.deep.write-buffer = \"1B\": must be from 1KB to 8MB");
  }

  @Test
  void settingThatIsMissingIsNamed() {
    assertThat(lineFor(Map.of("replog.needy.other", "1")))
        .isEqualTo("replog.needy.needed = \"\": must be set");
  }

  @Test
  void settingThatIsTooLargeForAnotherIsNamedWithIt() {
    assertThat(lineFor(Map.of("replog.limit", "1", "replog.deep.soft-limit", "2")))
        .isEqualTo("replog.deep.soft-limit = \"2\": must be at most limit, which is 1");
  }

  @Test
  void settingThatDoesNotExistIsNamed() {
    assertThat(lineFor(Map.of("replog.limitt", "1"))).startsWith("replog.limitt: no such setting");
  }

  @Test
  void environmentVariableIsNamedBesideTheProperty() {
    Throwable failure =
        catchThrowable(
            () ->
                new Binder(new MapConfigurationPropertySource(Map.of("server.port", "many")))
                    .bind("server.port", Integer.class));

    assertThat(line(failure)).startsWith("server.port (SERVER_PORT) = \"many\": ");
  }

  @Test
  void elementOfAListIsNamedWithTheVariableOfTheList() {
    Throwable failure =
        catchThrowable(
            () ->
                new Binder(
                        new MapConfigurationPropertySource(Map.of("replog.secondaries[1]", "many")))
                    .bind("replog.secondaries[1]", Integer.class));

    assertThat(line(failure)).startsWith("replog.secondaries[1] (SECONDARIES) = \"many\": ");
  }

  @Test
  void causeMayLieDeep() {
    Throwable deep = new RuntimeException("bean", new ConfigurationException("set X"));

    assertThat(line(new IllegalStateException("context", deep))).isEqualTo("set X");
  }

  @Test
  void dataFolderThatCannotBeUsedIsNamed() {
    assertThat(line(new IllegalStateException(new StorageException("cannot open /x: lock"))))
        .isEqualTo("replog.data-dir (DATA_DIR): cannot open /x: lock");
  }

  @Test
  void damagedFilesAreNamedAndWhatToDoStandsInALineOfItsOwn() {
    StorageException damage = StorageException.damage("order 3: checksum mismatch", null);
    FailureAnalysis analysis = analysis(new IllegalStateException("context", damage));

    assertThat(analysis.getDescription())
        .isEqualTo(
            "replog.data-dir (DATA_DIR): what is stored is damaged: "
                + "order 3: checksum mismatch");
    assertThat(analysis.getAction())
        .contains("move the folder rocksdb in /var/lib/n1 aside", "SECONDARIES")
        .doesNotContain("\n", "refills");
    assertThat(analysis(damage, "spring.application.name", "replog-secondary").getAction())
        .contains("the master then refills it")
        .doesNotContain("SECONDARIES");
    assertThat(analysis(new StorageException("cannot open /x: lock")).getAction()).isNull();
  }

  @Test
  void addressThatThisMachineDoesNotHaveIsNamed() {
    BindException notOurs = new BindException("Cannot assign requested address");
    assertThat(analysis(notOurs, "server.address", "192.0.2.7").getDescription())
        .contains("SERVER_ADDRESS", "\"192.0.2.7\"", "Cannot assign requested address");
    assertThat(line(new PortInUseException(5000, new BindException("Address already in use"))))
        .contains("SERVER_PORT", "taken")
        .doesNotContain("SERVER_ADDRESS");
  }

  @Test
  void portThatIsTakenIsNamed() {
    assertThat(line(new PortInUseException(5000))).contains("SERVER_PORT", "5000", "taken");
  }

  @Test
  void anyOtherFailureIsSaidByItsRootCause() {
    assertThat(line(new IllegalStateException("outer", new IllegalArgumentException("inner"))))
        .isEqualTo("java.lang.IllegalArgumentException: inner");
  }

  private static String lineFor(Map<String, String> properties) {
    BindHandler strict =
        new ValidationBindHandler(
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, source -> true), VALIDATOR);
    Throwable failure =
        catchThrowable(
            () ->
                new Binder(new MapConfigurationPropertySource(properties))
                    .bind("replog", Bindable.of(Settings.class), strict));
    assertThat(failure).isNotNull();
    return line(failure);
  }

  private static String line(Throwable failure) {
    String line = analysis(failure).getDescription();
    assertThat(line).doesNotContain("\n");
    return line;
  }

  private static FailureAnalysis analysis(Throwable failure) {
    return analysis(failure, "server.port", "5000");
  }

  private static FailureAnalysis analysis(Throwable failure, String property, String value) {
    return new OneLineFailureAnalyzer(
            new MockEnvironment()
                .withProperty("replog.data-dir", "/var/lib/n1")
                .withProperty(property, value))
        .analyze(failure);
  }
}
