package io.replog.election.ratis;

import io.replog.election.ElectionException;
import io.replog.election.Peer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** What this node asks of its own server, as a client in the same process. */
final class Requests {

  private final RaftServer server;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();

  Requests(RaftServer server) {
    this.server = server;
  }

  static RaftPeer raft(Peer peer) {
    return RaftPeer.newBuilder().setId(peer.id()).setAddress(peer.address()).build();
  }

  static Peer peer(RaftPeer raft) {
    int colon = raft.getAddress().lastIndexOf(':');
    return new Peer(
        raft.getId().toString(),
        raft.getAddress().substring(0, colon),
        Integer.parseInt(raft.getAddress().substring(colon + 1)));
  }

  CompletableFuture<RaftClientReply> write(byte[] bytes) throws IOException {
    return server.submitClientRequestAsync(
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(server.getId())
            .setGroupId(Engine.GROUP)
            .setCallId(calls.incrementAndGet())
            .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(bytes)))
            .setType(RaftClientRequest.writeRequestType())
            .build());
  }

  CompletableFuture<RaftClientReply> change(SetConfigurationRequest.Arguments members)
      throws IOException {
    return server.setConfigurationAsync(
        new SetConfigurationRequest(
            client, server.getId(), Engine.GROUP, calls.incrementAndGet(), members));
  }

  CompletableFuture<RaftClientReply> transfer(String id, long timeoutMillis) throws IOException {
    return server.transferLeadershipAsync(
        new TransferLeadershipRequest(
            client,
            server.getId(),
            Engine.GROUP,
            calls.incrementAndGet(),
            RaftPeerId.valueOf(id),
            timeoutMillis));
  }

  /** The reply, if the engine did as it was asked. */
  static RaftClientReply check(RaftClientReply reply) {
    if (!reply.isSuccess()) {
      throw new ElectionException(
          "the engine refused: " + reply.getException(), reply.getException());
    }
    return reply;
  }
}
