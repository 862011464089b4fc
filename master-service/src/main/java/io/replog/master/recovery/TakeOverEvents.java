package io.replog.master.recovery;

/** Hears how a master's start goes on. */
public interface TakeOverEvents {

  void unreachable(String secondary, String reason);

  void adopted(String logId);

  /** {@code length} of {@code target} messages are here. */
  void progress(String secondary, long length, long target);

  void recovered(String secondary, long messages);

  /** The logs differ somewhere before {@code order}. */
  void diverged(String secondary, long order);

  void tookOver(String logId, long epoch, long messages);
}
