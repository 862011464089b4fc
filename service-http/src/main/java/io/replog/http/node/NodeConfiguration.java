package io.replog.http.node;

import io.replog.core.threads.SystemThreads;
import io.replog.http.body.BodyBudget;
import io.replog.http.body.BodyReader;
import io.replog.http.security.ClusterToken;
import io.replog.http.security.ExperimentInterceptor;
import io.replog.http.settings.Setting;
import io.replog.http.startup.Descriptors;
import io.replog.log.DurableLog;
import io.replog.log.rocksdb.RocksStorage;
import io.replog.log.storage.Storage;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.web.ServerProperties.ForwardHeadersStrategy;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.RequestContextFilter;

/** What every node has, whatever its role: its secret, its disk, its log. */
@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

  /** Spring's dispatcher binds the request by itself; nothing needs it earlier. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> requestContextFilter() {
    FilterRegistrationBean<RequestContextFilter> none =
        new FilterRegistrationBean<>(new RequestContextFilter());
    none.setEnabled(false);
    return none;
  }

  /** Spring Boot's own stands under a condition, which would be asked when a service is built. */
  @Bean
  FilterRegistrationBean<ForwardedHeaderFilter> forwardedHeaderFilter(
      @Value("${server.forward-headers-strategy:none}") ForwardHeadersStrategy strategy) {
    FilterRegistrationBean<ForwardedHeaderFilter> filter =
        new FilterRegistrationBean<>(new ForwardedHeaderFilter());
    filter.setEnabled(strategy == ForwardHeadersStrategy.FRAMEWORK);
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  ExperimentInterceptor experimentInterceptor(NodeProperties properties) {
    return new ExperimentInterceptor(properties.experiments().enabled());
  }

  @Bean
  ClusterToken clusterToken(NodeProperties properties) {
    return Setting.named(
        "replog.cluster-token (CLUSTER_TOKEN)", () -> new ClusterToken(properties.clusterToken()));
  }

  @Bean
  BodyReader bodies(NodeProperties properties) {
    return new BodyReader(new BodyBudget(properties.limits().bodies().toBytes()));
  }

  @Bean(destroyMethod = "close")
  Storage storage(NodeProperties properties) {
    int openFiles = Descriptors.ofThisProcess().files(properties.storage().maxOpenFiles());
    return RocksStorage.open(
        properties.dataDir().resolve("rocksdb"), properties.storage().toRocks(openFiles));
  }

  @Bean(destroyMethod = "")
  DurableLog durableLog(Storage storage) {
    return new DurableLog(storage);
  }

  @Bean(destroyMethod = "close")
  SystemThreads threads() {
    return new SystemThreads();
  }
}
