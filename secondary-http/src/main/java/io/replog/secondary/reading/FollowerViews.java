package io.replog.secondary.reading;

import io.replog.http.reading.Views;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.ReadableLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * What readers of a secondary see: of a log whose masters are elected what {@link MajorityViews}
 * show, of any other all that this node has stored.
 */
public record FollowerViews(DurableLog log, Views whole, Views ofElected) implements Views {

  public static FollowerViews of(DurableLog log, MajorityLog majority) {
    return new FollowerViews(log, Views.whole(log), new MajorityViews(log, majority));
  }

  private Views now() {
    return log.facts().voters().isPresent() ? ofElected : whole;
  }

  @Override
  public ReadableLog of(HttpServletRequest request) {
    return now().of(request);
  }

  @Override
  public Set<String> parameters() {
    return now().parameters();
  }

  @Override
  public String kept(HttpServletRequest request) {
    return now().kept(request);
  }
}
