package io.replog.http.tomcat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** A Tomcat whose requests wait until they are told to answer with their own path. */
final class Waiting extends HttpServlet implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** Kept, because a logger that nobody holds forgets its level. */
  private static final Logger TOMCATS_OWN = Logger.getLogger("org.apache");

  private final transient Tomcat tomcat = new Tomcat();
  private final transient Set<AsyncContext> waiting = ConcurrentHashMap.newKeySet();
  private final Queue<String> gone = new ConcurrentLinkedQueue<>();

  Waiting(int connectionTimeoutMillis) throws LifecycleException {
    TOMCATS_OWN.setLevel(Level.SEVERE);
    Connector connector = new Connector(NodeProtocol.class.getName());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("connectionTimeout", Integer.toString(connectionTimeoutMillis));
    connector.setProperty("socket.appReadBufSize", "1024");
    connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("request-"));
    tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Wrapper servlet = Tomcat.addServlet(context, "waiting", this);
    servlet.setAsyncSupported(true);
    context.addServletMappingDecoded("/", "waiting");
    tomcat.start();
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /** How many requests wait. */
  int count() {
    return waiting.size();
  }

  /** The paths of the requests whose clients left. */
  Queue<String> gone() {
    return gone;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    String path = request.getRequestURI();
    ClientWatch.onGone(request, () -> gone.add(path));
    waiting.add(context);
  }

  /** Answers all that wait. */
  void answer() throws IOException {
    for (AsyncContext context : waiting) {
      waiting.remove(context);
      String path = ((HttpServletRequest) context.getRequest()).getRequestURI();
      context.getResponse().setContentLength(path.length());
      context.getResponse().getWriter().write(path);
      context.complete();
    }
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
