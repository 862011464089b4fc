package io.replog.master.replication;

import java.util.List;

/** The logs that were emptied to make room for the present one; a secondary may still hold one. */
@FunctionalInterface
public interface ReplacedLogs {
  List<String> ids();
}
