package io.replog.secondary.reading;

import io.replog.http.reading.Views;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.ReadableLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** What readers of a secondary see; they may ask for more only where its masters are elected. */
public final class FollowerViews implements Views {

  private final FollowerLog shown;
  private final Views ofFixed;
  private final Views ofElected;

  public FollowerViews(DurableLog log, MajorityLog majority) {
    this.shown = new FollowerLog(log, majority);
    this.ofFixed = Views.whole(shown);
    this.ofElected = new MajorityViews(log, majority);
  }

  private Views now() {
    return shown.isElected() ? ofElected : ofFixed;
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
