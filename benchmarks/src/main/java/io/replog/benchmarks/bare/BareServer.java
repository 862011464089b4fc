package io.replog.benchmarks.bare;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The floor under a master's rate on one machine: answers the same posts with the same JSON, as
 * anybody would write it with Spring Boot, and keeps nothing. Its environment names the address and
 * the port.
 */
public final class BareServer {

  private BareServer() {}

  public static void main(String[] arguments) {
    SpringApplication server = new SpringApplication(Messages.class);
    server.setWebApplicationType(WebApplicationType.SERVLET);
    server.run(
        // Not the settings of the services, which are on the class path too.
        "--spring.config.name=bare",
        "--server.tomcat.max-keep-alive-requests=-1",
        "--spring.threads.virtual.enabled=true",
        "--spring.main.banner-mode=off",
        "--spring.jackson.property-naming-strategy=SNAKE_CASE");
  }

  record Post(String message, int w) {}

  record Reply(String status, String id, long order, int w, List<String> acks) {}

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  @RestController
  static class Messages {

    private final AtomicLong orders = new AtomicLong();

    @GetMapping("/health")
    Map<String, String> health() {
      return Map.of("status", "UP");
    }

    @PostMapping("/messages")
    @ResponseStatus(HttpStatus.CREATED)
    Reply post(@RequestBody Post post) {
      long order = orders.getAndIncrement();
      return new Reply("ok", "id-" + order, order, post.w(), List.of("bare"));
    }
  }
}
