package io.replog.http.node;

import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Looks for the handler of a request among a node's own before the actuator's. By default each
 * request is first compared with every path of the actuator, for which few of them are.
 */
@Component
class OwnHandlersFirst implements WebMvcRegistrations {

  @Override
  public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
    return new RequestMappingHandlerMapping() {
      @Override
      public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
      }
    };
  }
}
