package io.replog.http.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/** Checks of textual settings; their messages complete a line that names the setting. */
public final class Setting {

  private static final int MAX_PORT = 65_535;

  private Setting() {}

  /**
   * Evaluates {@code read}; an IllegalArgumentException becomes a ConfigurationException that names
   * the setting.
   */
  public static <T> T named(String name, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(name + ": " + e.getMessage());
    }
  }

  /** A base URL such as {@code http://host:5001}; a slash at its end is dropped. */
  public static URI baseUrl(String text) {
    String base = text.strip().replaceAll("/+$", "");
    try {
      URI url = new URI(base);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() == null && String.valueOf(url.getRawAuthority()).contains("_")) {
        throw new IllegalArgumentException(underscore(text));
      }
      boolean bare =
          url.getHost() != null
              && !url.getRawAuthority().endsWith(":")
              && !url.getRawPath().startsWith("//")
              && url.getPort() != 0
              && url.getPort() <= MAX_PORT
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null;
      if (http && bare) {
        refuseAnyAddress(url.getHost());
        return url;
      }
    } catch (URISyntaxException e) {
      // Falls through to the error below.
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a base URL such as http://localhost:5001".formatted(text));
  }

  /** A host as it stands in a URL: a name, an IPv4 address, or an IPv6 address in brackets. */
  public static String host(String text) {
    String host = text.strip();
    if (host.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      host = "[" + host + "]";
    }
    try {
      if (host.equals(new URI("http://" + host).getHost())) {
        refuseAnyAddress(host);
        return host;
      }
    } catch (URISyntaxException e) {
      // Falls through to the error below.
    }
    throw new IllegalArgumentException(
        host.matches("[A-Za-z0-9._-]*_[A-Za-z0-9._-]*")
            ? underscore(text)
            : ("\"%s\" is not a host such as secondary-1, 192.0.2.7 or ::1, without scheme, port or"
                    + " path; a whole URL goes into replog.advertised-url (ADVERTISED_URL)")
                .formatted(text));
  }

  private static void refuseAnyAddress(String host) {
    if (literal(host).filter(InetAddress::isAnyLocalAddress).isPresent()) {
      throw new IllegalArgumentException(
          "\"%s\" means every address of a machine, under which no other one reaches it"
              .formatted(host));
    }
  }

  /** The address that {@code host} is; empty for a name, which is not looked up. */
  public static Optional<InetAddress> literal(String host) {
    try {
      return host.matches("[0-9.]+|\\[.*\\]")
          ? Optional.of(InetAddress.getByName(host))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Docker Compose makes such names; web servers refuse requests that carry them. */
  private static String underscore(String text) {
    return "\"%s\" has an underscore in its host name, which HTTP does not allow; use a dash"
        .formatted(text);
  }

  /** A node's id: it appears in answers, logs, metrics and file names. */
  public static String serverId(String id) {
    if (!id.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(
          "\"%s\" must have 1 to 128 letters, digits, dots, dashes or underscores".formatted(id));
    }
    return id;
  }

  /** A value as written in a configuration. */
  public static String text(Object value) {
    return switch (value) {
      case null -> "";
      case Duration duration -> DurationStyle.SIMPLE.print(duration);
      case DataSize size -> text(size);
      default -> value.toString();
    };
  }

  private static String text(DataSize size) {
    long bytes = size.toBytes();
    for (DataUnit unit : List.of(DataUnit.GIGABYTES, DataUnit.MEGABYTES, DataUnit.KILOBYTES)) {
      long whole = DataSize.of(1, unit).toBytes();
      if (bytes != 0 && bytes % whole == 0) {
        return "%d%sB".formatted(bytes / whole, unit.name().charAt(0));
      }
    }
    return bytes + "B";
  }

  /** The component {@code maxInFlight} as {@code max-in-flight}. */
  public static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
