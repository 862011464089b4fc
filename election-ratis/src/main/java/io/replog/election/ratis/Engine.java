package io.replog.election.ratis;

import io.replog.election.ControlState;
import io.replog.election.ElectionException;
import io.replog.election.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.util.LifeCycle;

/** One Ratis server with one group. Safe for any thread. */
final class Engine implements AutoCloseable {

  static final RaftGroupId GROUP =
      RaftGroupId.valueOf(UUID.nameUUIDFromBytes("replog".getBytes(StandardCharsets.UTF_8)));

  private final Peer self;
  private final Hints hints;
  private final RaftServer server;
  private final Requests requests;
  private volatile ControlStateMachine machine;

  /**
   * Starts it, with what its folder holds, or else as nobody's member.
   *
   * @param known see {@link Metadata#mend}
   */
  Engine(RatisSettings settings, long known, Hints hints) throws IOException {
    this.self = settings.self();
    this.hints = hints;
    NoExit.ensure();
    Files.createDirectories(settings.folder());
    Path group = settings.folder().resolve(GROUP.getUuid().toString());
    boolean isMember = Files.isDirectory(group);
    Metadata.mend(group, known);
    this.server =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf(self.id()))
            .setGroup(RaftGroup.valueOf(GROUP))
            .setOption(isMember ? StartupOption.RECOVER : StartupOption.FORMAT)
            .setProperties(EngineProperties.of(settings))
            .setStateMachineRegistry(this::newMachine)
            .build();
    this.requests = new Requests(server);
    try {
      server.start();
    } catch (IOException | RuntimeException failed) {
      // Before the close, which calls a hook, too.
      hints.ended(failed);
      server.close();
      throw failed;
    }
  }

  private StateMachine newMachine(RaftGroupId group) {
    machine = new ControlStateMachine(hints);
    return machine;
  }

  RaftServer server() {
    return server;
  }

  Requests requests() {
    return requests;
  }

  private RaftServer.Division division() {
    try {
      return server.getDivision(GROUP);
    } catch (IOException gone) {
      throw new ElectionException("the engine has no group", gone);
    }
  }

  ControlState state() {
    return machine.state();
  }

  /** How it stands now: role and term are of the same moment. Nobody leads a closed engine. */
  synchronized Standing standing() {
    if (over()) {
      return new Standing(false, 0, Optional.empty());
    }
    try {
      DivisionInfo info = division().getInfo();
      while (true) {
        long term = info.getCurrentTerm();
        boolean leads = info.isLeader();
        Optional<String> leader = Optional.ofNullable(info.getLeaderId()).map(Object::toString);
        if (term == info.getCurrentTerm() && leads == info.isLeader()) {
          return new Standing(leads, term, leader);
        }
      }
    } catch (IllegalStateException removedOrStarting) {
      return new Standing(false, 0, Optional.empty());
    }
  }

  /** Whether it has closed or failed. Not every way to do so calls a hook. */
  synchronized boolean over() {
    if (ended(server.getLifeCycleState())) {
      return true;
    }
    try {
      return ended(division().getInfo().getLifeCycleState());
    } catch (IllegalStateException removedOrStarting) {
      return false;
    }
  }

  private static boolean ended(LifeCycle.State state) {
    return state == LifeCycle.State.CLOSED || state == LifeCycle.State.EXCEPTION;
  }

  List<RaftPeer> members() {
    return List.copyOf(division().getRaftConf().getAllPeers());
  }

  List<Peer> peers() {
    return members().stream().map(Requests::peer).toList();
  }

  /** Replaces the empty group by one of this node alone. */
  synchronized void found() throws IOException {
    RaftServer.Division empty = division();
    if (!members().isEmpty() || empty.getRaftLog().getLastEntryTermIndex() != null) {
      throw new IllegalStateException("this node belongs to a group already");
    }
    RaftGroup alone = RaftGroup.valueOf(GROUP, Requests.raft(self));
    ClientId client = ClientId.randomId();
    Requests.check(
        server.groupManagement(
            GroupManagementRequest.newRemove(client, server.getId(), 0, GROUP, true, false)));
    Requests.check(
        server.groupManagement(
            GroupManagementRequest.newAdd(client, server.getId(), 1, alone, true)));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
