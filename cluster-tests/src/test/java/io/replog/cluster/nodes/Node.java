package io.replog.cluster.nodes;

/** A seat in a cluster. Whatever sits there may be killed, started again or wiped. */
public record Node(Role role, int number) {

  /** What a node is. */
  public enum Role {
    MASTER,
    SECONDARY
  }

  public static final Node MASTER = master(0);

  /** A master beside the usual one, as a person starts who gave up the old one. */
  public static Node master(int number) {
    return new Node(Role.MASTER, number);
  }

  /** Numbers start at 1. */
  public static Node secondary(int number) {
    return new Node(Role.SECONDARY, number);
  }

  public boolean isMaster() {
    return role == Role.MASTER;
  }

  /** Its server id. */
  public String id() {
    String name = isMaster() ? "master" : "secondary";
    return number == 0 ? name : name + "-" + number;
  }

  @Override
  public String toString() {
    return id();
  }
}
