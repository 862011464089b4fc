package io.replog.node;

import io.replog.master.report.MasterMeters;
import io.replog.node.config.ClusterNodeProperties;
import io.replog.secondary.aside.SetAsideEndpoint;
import io.replog.secondary.config.FollowingConfiguration;
import io.replog.secondary.report.ReplicaMeters;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * One of several equal nodes. They elect one of them, which is master while it reigns; the others
 * follow it.
 */
@SpringBootApplication(
    scanBasePackages = {
      "io.replog.node",
      "io.replog.http",
      "io.replog.master.api",
      "io.replog.secondary.api"
    })
@Import({
  MasterMeters.class,
  ReplicaMeters.class,
  SetAsideEndpoint.class,
  FollowingConfiguration.class
})
@EnableConfigurationProperties(ClusterNodeProperties.class)
public class NodeApplication {

  public static void main(String[] args) {
    SpringApplication.run(NodeApplication.class, args);
  }
}
