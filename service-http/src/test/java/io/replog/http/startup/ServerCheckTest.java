package io.replog.http.startup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.http.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class ServerCheckTest {

  private static void check(MockEnvironment environment) {
    try (StaticApplicationContext context = new StaticApplicationContext()) {
      context.setEnvironment(environment);
      new ServerCheck().initialize(context);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "management.server.port, 9000",
    "management.server.port, -1",
    "management.server.address, 0.0.0.0",
    "management.server.base-path, /x",
    "management.server.ssl.enabled, true",
    "management.endpoints.web.base-path, /manage",
    "management.endpoints.web.base-path, /",
    "spring.mvc.servlet.path, /x"
  })
  void placesThatTheRulesOfTheNodeDoNotReachAreRefused(String name, String value) {
    assertThatThrownBy(() -> check(new MockEnvironment().withProperty(name, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(name + " = \"" + value + "\"");
  }

  @Test
  void theirDefaultsAreNot() {
    assertThatCode(
            () ->
                check(
                    new MockEnvironment()
                        .withProperty("management.endpoints.web.base-path", "/actuator")
                        .withProperty("spring.mvc.servlet.path", "/")))
        .doesNotThrowAnyException();
  }
}
