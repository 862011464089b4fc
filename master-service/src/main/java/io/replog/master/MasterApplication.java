package io.replog.master;

import io.replog.master.config.MasterProperties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The master: puts messages into one total order and delivers them to the secondaries. */
@SpringBootApplication(scanBasePackages = {"io.replog.master", "io.replog.http"})
@EnableConfigurationProperties(MasterProperties.class)
public class MasterApplication {

  public static void main(String[] args) {
    SpringApplication.run(MasterApplication.class, args);
  }
}
