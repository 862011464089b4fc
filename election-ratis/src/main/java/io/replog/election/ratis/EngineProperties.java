package io.replog.election.ratis;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The settings in Ratis's words. Its defaults are for logs of gigabytes. */
final class EngineProperties {

  private EngineProperties() {}

  static RaftProperties of(RatisSettings settings) {
    RaftProperties properties = new RaftProperties();
    network(properties, settings);
    timing(properties, settings.timing());
    storage(properties, settings.folder().toFile(), settings.bounds());
    return properties;
  }

  private static void network(RaftProperties properties, RatisSettings settings) {
    RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
    if (!settings.bind().isEmpty()) {
      GrpcConfigKeys.Server.setHost(properties, settings.bind());
    }
    GrpcConfigKeys.Server.setPort(properties, settings.self().port());
    GrpcConfigKeys.Server.setBossGroupSize(properties, 1);
    GrpcConfigKeys.Server.setWorkerGroupSize(properties, 1);
    GrpcConfigKeys.Client.setWorkerGroupSize(properties, 1);
  }

  private static void timing(RaftProperties properties, RatisSettings.Timing timing) {
    TimeDuration max = time(timing.electionMax());
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(timing.electionMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, max);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, time(timing.electionMin()));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, max);
    // Ratis also waits so long, by default 10 s, before a leader that lost its majority asks for
    // votes again: with one of three nodes gone that would be 10 s without a master.
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, max);
    RaftServerConfigKeys.setCloseThreshold(properties, time(timing.closeAfter()));
  }

  private static void storage(RaftProperties properties, File folder, RatisSettings.Bounds bounds) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(folder));
    RaftServerConfigKeys.setRemovedGroupsDir(properties, new File(folder, "removed"));
    SizeInBytes segment = SizeInBytes.valueOf(bounds.segmentBytes());
    SizeInBytes entry = SizeInBytes.valueOf(bounds.entryBytes());
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, segment);
    RaftServerConfigKeys.Log.setPreallocatedSize(properties, segment);
    RaftServerConfigKeys.Log.setWriteBufferSize(properties, segment);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, segment);
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, entry);
    RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, entry);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, bounds.snapshotEvery());
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
  }

  private static TimeDuration time(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
