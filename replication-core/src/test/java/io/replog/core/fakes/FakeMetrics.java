package io.replog.core.fakes;

import io.replog.core.membership.Secondary;
import io.replog.core.report.MasterMetrics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a master measures. */
public final class FakeMetrics implements MasterMetrics {

  public final List<String> stored = new CopyOnWriteArrayList<>();
  public final List<String> tookOver = new CopyOnWriteArrayList<>();
  public final List<String> members = new CopyOnWriteArrayList<>();
  public volatile Runnable onMembers = () -> {};
  public final AtomicInteger failures = new AtomicInteger();

  @Override
  public void stored(int messages, int requests, long nanos) {
    stored.add("stored %d for %d".formatted(messages, requests));
  }

  @Override
  public void delivered(String secondary, int messages, long nanos) {}

  @Override
  public void failed(String secondary) {
    failures.incrementAndGet();
  }

  @Override
  public void members(List<Secondary> now) {
    onMembers.run();
    members.add(now.stream().map(Secondary::id).toList().toString());
  }

  @Override
  public void tookOver(String logId, long epoch, long messages) {
    tookOver.add("took over %s in %d with %d".formatted(logId, epoch, messages));
  }
}
