package io.replog.election.ratis;

import io.replog.election.ControlState;
import io.replog.election.Grant;
import io.replog.election.RemovedException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Holds the latest grant that the group committed, and turns the engine's hooks into hints. A grant
 * counts only in an entry of its own term: so a node that was deposed and elected again cannot
 * commit what it meant for its earlier reign, and every node decides that alike.
 */
final class ControlStateMachine extends BaseStateMachine {

  /** The answer to a grant that counts; any other answer is the reason why it does not. */
  static final String GRANTED = "granted";

  private final Hints hints;
  private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
  private volatile ControlState state = ControlState.EMPTY;
  private volatile long configurationTerm;
  private volatile boolean retired;

  ControlStateMachine(Hints hints) {
    this.hints = hints;
  }

  ControlState state() {
    return state;
  }

  /** From now on this is not the node's state machine, and gives no hints. */
  void retire() {
    retired = true;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage raft)
      throws IOException {
    getLifeCycle()
        .startAndTransition(
            () -> {
              super.initialize(server, group, raft);
              storage.init(raft);
              restore();
            },
            IOException.class);
  }

  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  /** A leader's snapshot has replaced what was here. */
  @Override
  public void reinitialize() throws IOException {
    storage.loadLatestSnapshot();
    restore();
    getLifeCycle().transition(LifeCycle.State.STARTING);
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  private void restore() throws IOException {
    SingleFileSnapshotInfo snapshot = storage.getLatestSnapshot();
    if (snapshot == null) {
      return;
    }
    Path file = snapshot.getFile().getPath();
    MD5Hash stored = snapshot.getFile().getFileDigest();
    if (stored != null) {
      MD5FileUtil.verifySavedMD5(file.toFile(), stored);
    }
    byte[] bytes = Files.readAllBytes(file);
    state =
        bytes.length == 0
            ? ControlState.EMPTY
            : new ControlState(Optional.of(GrantCodec.decode(bytes)));
    setLastAppliedTermIndex(snapshot.getTermIndex());
  }

  /** Ratis then purges the entries up to the index that this returns. */
  @Override
  public long takeSnapshot() throws IOException {
    TermIndex applied = getLastAppliedTermIndex();
    if (applied.getIndex() < 0) {
      return RaftLog.INVALID_LOG_INDEX;
    }
    File file = storage.getSnapshotFile(applied.getTerm(), applied.getIndex());
    byte[] bytes = state.grant().map(GrantCodec::encode).orElseGet(() -> new byte[0]);
    DurableFile.write(file.toPath(), bytes);
    MD5Hash hash = MD5FileUtil.computeAndSaveMd5ForFile(file);
    storage.updateLatestSnapshot(
        new SingleFileSnapshotInfo(
            new FileInfo(file.toPath(), hash), applied.getTerm(), applied.getIndex()));
    return applied.getIndex();
  }

  @Override
  public SimpleStateMachineStorage getStateMachineStorage() {
    return storage;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    String answer = apply(entry);
    updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    return CompletableFuture.completedFuture(Message.valueOf(answer));
  }

  private String apply(LogEntryProto entry) {
    Grant grant;
    try {
      grant = GrantCodec.decode(entry.getStateMachineLogEntry().getLogData().toByteArray());
    } catch (IOException unreadable) {
      // An entry that a newer node wrote: to skip it would be to disagree with the others.
      throw new UncheckedIOException(unreadable);
    }
    if (grant.term() != entry.getTerm()) {
      return "it was meant for term %d and came in term %d"
          .formatted(grant.term(), entry.getTerm());
    }
    state = new ControlState(Optional.of(grant));
    return GRANTED;
  }

  @Override
  public void notifyConfigurationChanged(
      long term, long index, RaftConfigurationProto configuration) {
    configurationTerm = term;
  }

  /** The term is that of the configuration just before it; the current one may be later. */
  @Override
  public void notifyLeaderReady() {
    hint(() -> hints.ready(configurationTerm));
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    hint(hints::wake);
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
    hint(hints::wake);
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
    hint(() -> hints.ended(cause));
  }

  @Override
  public void notifyServerShutdown(RoleInfoProto role, boolean all) {
    hint(
        () ->
            hints.ended(
                all
                    ? new IllegalStateException("the engine has closed itself")
                    : new RemovedException("the group has removed this node")));
  }

  private void hint(Runnable hint) {
    if (!retired) {
      hint.run();
    }
  }
}
