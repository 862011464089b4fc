package io.replog.http.cluster;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where a node is reached that was not told so by its configuration. */
public final class OwnAddress {

  private OwnAddress() {}

  /** The base URL by which the sender of {@code request} reached this node. */
  public static String asReachedBy(HttpServletRequest request) {
    return ServletUriComponentsBuilder.fromContextPath(request).toUriString();
  }
}
