package io.replog.http.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host names by which only programs on the same machine reach a node. */
final class LoopbackNames {

  private static final Pattern HOST =
      Pattern.compile(
          "(?i)(?:localhost|127(?:\\.[0-9]{1,3}){3}|(\\[[0-9a-f:.]+\\]))(?::[0-9]{0,5})?");

  private LoopbackNames() {}

  /** Whether {@code host}, the value of a Host header, is one of them, with any port. */
  static boolean contain(String host) {
    Matcher matcher = HOST.matcher(host);
    return matcher.matches() && (matcher.group(1) == null || isLoopback(matcher.group(1)));
  }

  private static boolean isLoopback(String literal) {
    try {
      // Brackets hold a literal address: no look-up.
      return InetAddress.getByName(literal).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
