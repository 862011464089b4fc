package io.replog.http.tomcat;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Tomcat settings that no property reaches. */
@Component
public class TomcatSettings implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  /** Bytes; small, because thousands may wait; larger writes bypass it. */
  private static final String SOCKET_BUFFER = "1024";

  /** Bytes; nothing here reads trailers, but each connection allocates room for them. */
  private static final String TRAILERS = "256";

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(NodeProtocol.class.getName());
    factory.addContextCustomizers(
        context ->
            ((StandardHost) context.getParent())
                .setErrorReportValveClass(ProblemErrorValve.class.getName()));
    factory.addConnectorCustomizers(TomcatSettings::customize);
  }

  private static void customize(Connector connector) {
    // An id may hold a slash: /messages/by-id/a%2Fb.
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    connector.setProperty("socket.appReadBufSize", SOCKET_BUFFER);
    connector.setProperty("socket.appWriteBufSize", SOCKET_BUFFER);
    connector.setProperty("maxTrailerSize", TRAILERS);
    // A client that vanished without a word is noticed some day, and its place becomes free.
    connector.setProperty("socket.soKeepAlive", "true");
  }
}
