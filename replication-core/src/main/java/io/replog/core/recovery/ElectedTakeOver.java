package io.replog.core.recovery;

import io.replog.core.replication.Reign;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.voting.Electorate;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an elected node does before it takes messages: it takes an epoch above all that it knows,
 * gets promises from a majority of the voters, and only then reads what they hold. It makes its own
 * log the union of theirs; one commit at the end marks that log as this reign's. Until then a
 * take-over leaves nothing behind but promises, so it may be given up at any moment.
 *
 * <p>What a majority acknowledged is in the union, whoever takes over and whenever: safety does not
 * rest on the election.
 */
public final class ElectedTakeOver implements Opening {

  private static final Logger logger = LoggerFactory.getLogger(ElectedTakeOver.class);

  /**
   * A voter that holds so many messages more is to reign instead: fetching them would last longer
   * than another election. That voter hands on to none that is shorter, so the reign goes up the
   * lengths and ends at the longest log.
   */
  static final long MUCH_SHORTER = 10_000;

  private final Reign reign;
  private final DurableLog log;
  private final Mandate mandate;
  private final Electorate electorate;
  private final EpochClaim epoch;
  private final Union union;
  private boolean handedOn;

  /** {@code randomId}: mints claims. */
  public ElectedTakeOver(Reign reign, Mandate mandate, Supplier<String> randomId) {
    this.reign = reign;
    this.log = reign.log();
    this.mandate = mandate;
    this.electorate = mandate.electorate();
    this.epoch =
        new EpochClaim(log, reign.threads(), randomId, this::isMajority, electorate::announcement);
    this.union = new Union(new Fetching(log, reign.mode()), mandate.aside());
  }

  @Override
  public Map<String, URI> others() {
    Map<String, URI> others = new LinkedHashMap<>();
    electorate.others().forEach(voter -> others.put(voter.id(), voter.url()));
    return others;
  }

  @Override
  public void run(Map<String, SecondaryClient> clients) throws TakeOver.CannotTakeOver {
    List<Source> reachable = reachable(clients);
    if (!electorate.isVoter()) {
      handOnToVoter(reachable);
      throw new TakeOver.CannotTakeOver("this node is not one of the voters");
    }
    handOnIfMuchShorter(reachable);
    String logId = log.facts().logId().orElseThrow();
    epoch.take(logId, Math.max(mandate.term() - 1, EpochClaim.highest(reachable, logId)));
    electorate.reigns(log.facts().writer());
    grant();
    List<Source> promised = promises(reachable);
    learn(promised);
    if (!isMajority(promised)) {
      throw new TakeOver.CannotTakeOver("waiting for the promises of a majority of the voters");
    }
    union.run(promised);
    open();
  }

  /**
   * The voters that answer. At a voter's address there may be another node by now, and that may be
   * this one, after its disk was lost: it must not take its own announcement for another master's.
   */
  private List<Source> reachable(Map<String, SecondaryClient> clients) {
    return epoch.ask(clients, each -> each.status(OptionalLong.empty())).stream()
        .filter(ElectedTakeOver::isWhoWasAsked)
        .toList();
  }

  private static boolean isWhoWasAsked(Source source) {
    return source.name().equals(source.status().id());
  }

  /** Whether they and this node are one. */
  private boolean isMajority(Collection<Source> answered) {
    Set<String> ids =
        answered.stream()
            .filter(ElectedTakeOver::isWhoWasAsked)
            .map(Source::name)
            .collect(Collectors.toSet());
    return electorate.isMajority(ids::contains);
  }

  /**
   * Once in a reign, so that a hand-over that does not come about delays nobody for long. A longer
   * log with an older tail may be one that differs, and be cut: no reason to hand on.
   */
  private void handOnIfMuchShorter(List<Source> reachable) throws TakeOver.CannotTakeOver {
    Optional<Source> heir =
        Source.newestFirst(reachable).stream()
            .filter(each -> log.facts().isLog(each.status().logId()))
            .filter(each -> each.status().tailEpoch() >= log.facts().tail().epoch())
            .filter(each -> each.status().messages() - log.length() > MUCH_SHORTER)
            .findFirst();
    if (handedOn || heir.isEmpty()) {
      return;
    }
    handedOn = true;
    Source other = heir.get();
    long more = other.status().messages() - log.length();
    logger.info("{} holds {} messages more than this node: it is to reign", other.name(), more);
    if (handOn(other)) {
      throw new TakeOver.CannotTakeOver(
          "%s is to reign, which holds %d messages more".formatted(other.name(), more));
    }
  }

  /** The engine may elect a node that was removed, until it hears of that: nobody is to wait. */
  private void handOnToVoter(List<Source> reachable) throws TakeOver.CannotTakeOver {
    for (Source voter : Source.newestFirst(reachable)) {
      if (handOn(voter)) {
        return;
      }
    }
  }

  private boolean handOn(Source voter) throws TakeOver.CannotTakeOver {
    try {
      return mandate.granting().handOn(voter.name());
    } catch (InterruptedException e) {
      throw stopped();
    }
  }

  private static TakeOver.CannotTakeOver stopped() {
    Thread.currentThread().interrupt();
    return new TakeOver.CannotTakeOver("this node stops taking over");
  }

  private void grant() throws TakeOver.CannotTakeOver {
    try {
      if (!mandate.granting().grant(log.facts())) {
        throw new TakeOver.CannotTakeOver("the election does not grant this node its reign");
      }
    } catch (InterruptedException e) {
      throw stopped();
    }
  }

  /** Those that promised as the voter that this node asked, and have promised nobody else since. */
  private List<Source> promises(List<Source> reachable) throws TakeOver.CannotTakeOver {
    long taken = log.facts().epoch();
    return epoch.announce(reachable).stream()
        .filter(ElectedTakeOver::isWhoWasAsked)
        .filter(each -> each.status().epoch() == taken)
        .toList();
  }

  /** Goes by the newest record of the voters that it is told of; starts over if that is newer. */
  private void learn(List<Source> promised) throws TakeOver.CannotTakeOver {
    Voters newest = electorate.voters();
    for (Source source : promised) {
      Voters told = source.status().voters();
      if (told != null && told.isNewerThan(newest)) {
        newest = told;
      }
    }
    if (newest.isNewerThan(electorate.voters())) {
      log.commit(new Commit().facts(log.facts().withVoters(newest)));
      throw new TakeOver.CannotTakeOver(
          "the voters have changed: asking those of the newest record");
    }
  }

  private void open() {
    LogFacts facts = log.facts();
    Voters voters = electorate.voters().writtenBy(facts.writer());
    log.commit(
        new Commit().facts(facts.withTail(facts.writer()).withLacking(false).withVoters(voters)));
    List<Voter> others = electorate.others();
    electorate.recorded(log.length());
    reign.membership().vote(others);
    epoch.opened(reign.metrics());
    reign.progressed();
  }
}
