package io.replog.election;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One node's part in a group that elects one of its members. Safe for any thread.
 *
 * <p>Futures fail with an {@link ElectionException}, after a bounded time at the latest, and then
 * tell nothing: what was asked may still take effect. They complete on threads that may block.
 */
public interface Elections extends AutoCloseable {

  /**
   * Who hears of elections. One thread calls it, in order, and nothing else while it is in here.
   */
  interface Listener {

    /**
     * This node was elected, and has committed something in this term. Only a hint: by the time it
     * is read another node may lead.
     *
     * @param term the engine's term, which no other node was elected in; grows from one election to
     *     the next, with gaps
     */
    void elected(long term);

    /** This node, which was elected, leads no more. */
    void deposed();

    /**
     * Another node is thought to lead than before.
     *
     * @param id its voter id; empty while this node knows of none
     */
    void leader(Optional<String> id);

    /**
     * The engine closed itself or failed, and will not come back: the process must end. Nothing is
     * called after it. A {@link #deposed} comes before it where this node was elected.
     *
     * @param why a {@link RemovedException} if the group told this node that it is no member
     */
    void ended(Throwable why);
  }

  /**
   * Joins, or resumes what this node's folder says. Returns at once; a failure to start is told by
   * {@link Listener#ended}. A node with an empty folder is nobody's member: it listens until {@link
   * #found} is called, or a leader adds it.
   *
   * @throws IllegalStateException if it was started before
   */
  void start(Listener listener);

  /**
   * Founds the group with this node as its only member. Called once in the life of a group, on one
   * node. Blocks until the engine has started and founded, which may take seconds.
   *
   * @throws IllegalStateException if this node belongs to a group, or was not started
   * @throws ElectionException if the engine failed
   */
  void found();

  /**
   * Commits a grant. Success means that this node led the group in the grant's term when the grant
   * was committed, and that every later leader knows the grant.
   *
   * @return fails if this node does not lead in that term any more
   */
  CompletableFuture<Void> grant(Grant grant);

  /**
   * Makes the group consist of these peers: adds those that are missing, one at a time, each once
   * it is reached, then removes the others, one at a time. To be called on the leader; if it fails,
   * some of it may be done, and calling it again does the rest.
   *
   * @param peers this node among them; a peer that stays keeps its address
   * @throws IllegalArgumentException if this node is not among them, or an id is there twice
   */
  CompletableFuture<Void> members(List<Peer> peers);

  /**
   * The members, as this node knows them: while a change is not committed, those before and after.
   * Empty on a node that nobody has added, or that has not started.
   */
  List<Peer> members();

  /**
   * Hands leadership to another member. To be called on the leader.
   *
   * @param id the member's voter id
   */
  CompletableFuture<Void> handOver(String id);

  /** What the group's members committed, as this node knows it. */
  ControlState state();

  /** Voter id of the member that is thought to lead; empty while none is known. */
  Optional<String> leader();

  /** The latest term that this node has heard of; 0 before the first. */
  long term();

  /**
   * Leaves the group's work, not the group. Blocks until the engine has closed. The listener is not
   * called after it, but for a call that is under way when the listener's own thread closes.
   */
  @Override
  void close();
}
