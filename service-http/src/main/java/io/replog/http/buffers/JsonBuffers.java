package io.replog.http.buffers;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One bounded pool of Jackson's buffers for the whole node. By default each thread keeps its own,
 * and each waiting writer here has a thread.
 */
@Configuration(proxyBeanMethods = false)
public class JsonBuffers {

  private static final int MAX_BUFFERS = 64;

  public static final RecyclerPool<BufferRecycler> POOL =
      JsonRecyclerPools.newBoundedPool(MAX_BUFFERS);

  @Bean
  Jackson2ObjectMapperBuilderCustomizer pooledBuffers() {
    return builder -> builder.postConfigurer(mapper -> mapper.getFactory().setRecyclerPool(POOL));
  }
}
