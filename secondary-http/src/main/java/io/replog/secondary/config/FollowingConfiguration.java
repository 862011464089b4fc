package io.replog.secondary.config;

import io.replog.core.ElectedNode;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.secondary.aside.SetAsideFiles;
import io.replog.secondary.reading.ShownBefore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every node that may follow an elected master keeps beside its log. */
@Configuration(proxyBeanMethods = false)
public class FollowingConfiguration {

  @Bean
  MajorityLog majorityLog(DurableLog log) {
    return new MajorityLog(log);
  }

  @Bean
  SetAsideFiles setAsideFiles(FollowingProperties properties) {
    return new SetAsideFiles(
        properties.dataDir().resolve("set-aside"), properties.setAside().size().toBytes());
  }

  @Bean
  ElectedNode.Data data(
      FollowingProperties properties, DurableLog log, MajorityLog majority, SetAsideFiles aside) {
    var bounds = properties.gapBuffer();
    GapBuffer gap = new GapBuffer(log.storage(), bounds.messages(), bounds.size().toBytes());
    return new ElectedNode.Data(log, gap, majority, aside);
  }

  @Bean
  ShownBefore shownBefore(DurableLog log, MajorityLog majority) {
    return new ShownBefore(log, majority);
  }
}
