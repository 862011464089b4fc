package io.replog.secondary;

import io.replog.secondary.config.SecondaryProperties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** A secondary: stores what the master delivers and shows the gapless prefix of it. */
@SpringBootApplication(scanBasePackages = {"io.replog.secondary", "io.replog.http"})
@EnableConfigurationProperties(SecondaryProperties.class)
public class SecondaryApplication {

  public static void main(String[] args) {
    SpringApplication.run(SecondaryApplication.class, args);
  }
}
