package io.replog.model;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A master's record of the nodes that vote: a take-over needs promises of a majority of them, and a
 * message survives once a majority of them holds it. While a change is not applied, both the old
 * and the new set must agree (joint consensus, section 6 of the Raft paper).
 *
 * @param reign the master that wrote this record
 * @param count of the records of that reign
 * @param now the voters, each id once; never empty
 * @param before the voters before the change that is under way; empty if none is
 */
public record Voters(Tail reign, long count, List<Voter> now, List<Voter> before) {

  /** The most voters of a set. */
  public static final int MAX = 15;

  private static final int FIELDS = 3;

  public Voters {
    now = List.copyOf(now);
    before = List.copyOf(before);
  }

  /** Whether this record replaces {@code other}: of a newer reign, or later in the same one. */
  public boolean isNewerThan(Voters other) {
    return reign.equals(other.reign) ? count > other.count : reign.isNewerThan(other.reign);
  }

  /** This record as {@code master} writes it again, first thing in its own reign. */
  public Voters writtenBy(Tail master) {
    return new Voters(master, 0, now, before);
  }

  /** The next record of the same reign, which begins a change to {@code voters}. */
  public Voters changedTo(List<Voter> voters) {
    return new Voters(reign, count + 1, voters, now);
  }

  /** The next record of the same reign, which ends the change. */
  public Voters applied() {
    return new Voters(reign, count + 1, now, List.of());
  }

  public boolean isChanging() {
    return !before.isEmpty();
  }

  /**
   * Whether the nodes for which {@code held} holds are a majority, of both sets during a change.
   */
  public boolean isMajority(Predicate<String> held) {
    return isMajority(now, held) && (before.isEmpty() || isMajority(before, held));
  }

  private static boolean isMajority(List<Voter> set, Predicate<String> held) {
    long count = set.stream().map(Voter::id).filter(held).count();
    return count >= WriteConcern.majorityOf(set.size());
  }

  /** The voter {@code id}, of either set. */
  public Optional<Voter> find(String id) {
    return all().stream().filter(voter -> voter.id().equals(id)).findFirst();
  }

  /** The voters of both sets, each once. */
  public List<Voter> all() {
    Map<String, Voter> all = new LinkedHashMap<>();
    before.forEach(voter -> all.put(voter.id(), voter));
    now.forEach(voter -> all.put(voter.id(), voter));
    return List.copyOf(all.values());
  }

  /** As one line of text, which {@link #parse} reads. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(reign.epoch()).append(',').append(reign.claim()).append(',').append(count);
    now.forEach(voter -> append(text, '+', voter));
    before.forEach(voter -> append(text, '-', voter));
    return text.toString();
  }

  private static void append(StringBuilder text, char set, Voter voter) {
    text.append(' ').append(set).append(voter.id());
    text.append(',').append(voter.electionPort()).append(',').append(voter.url());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Voters parse(String text) {
    try {
      String[] parts = text.split(" ", -1);
      String[] head = fields(parts[0]);
      Tail reign = new Tail(Long.parseLong(head[0]), head[1]);
      List<Voter> now = new ArrayList<>();
      List<Voter> before = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        String[] voter = fields(parts[i].substring(1));
        (parts[i].charAt(0) == '+' ? now : before)
            .add(new Voter(voter[0], URI.create(voter[2]), Integer.parseInt(voter[1])));
      }
      if (now.isEmpty() || now.size() > MAX || before.size() > MAX) {
        throw new IllegalArgumentException("a set of voters has 1 to " + MAX);
      }
      return new Voters(reign, Long.parseLong(head[2]), now, before);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a record of voters", e);
    }
  }

  private static String[] fields(String part) {
    String[] fields = part.split(",", FIELDS);
    if (fields.length < FIELDS) {
      throw new IllegalArgumentException("not a record of voters");
    }
    return fields;
  }
}
