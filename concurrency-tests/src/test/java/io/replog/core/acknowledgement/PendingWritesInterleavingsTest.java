package io.replog.core.acknowledgement;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import io.replog.core.acknowledgement.PendingWrites.End;
import io.replog.core.membership.FailureDetector;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Progress.Range;
import io.replog.core.progress.Progress.Send;
import io.replog.core.progress.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A writer is released by the acknowledgement it waits for, whenever that comes; never before. */
class PendingWritesInterleavingsTest {

  private static final int PLACES = 2;

  private static Secondary secondary(String id) {
    Secondary secondary =
        new Secondary(
            id,
            null,
            true,
            new FailureDetector.Patience(1, 1),
            new Window(1, 1, 1_000, 1_000, 0, 0, 0));
    secondary.progress().connected(0, "run");
    return secondary;
  }

  /** Two secondaries, and what a master does when one of them acknowledges. */
  private static final class Master {
    final Secondary first = secondary("first");
    final Secondary second = secondary("second");
    volatile List<Secondary> members = List.of(first, second);
    volatile boolean ended;
    final Acknowledgements acknowledgements = new Acknowledgements("master", () -> members);
    final PendingWrites pending = new PendingWrites(acknowledgements, () -> ended, PLACES);

    volatile boolean releasedTooEarly;

    void acknowledges(Secondary secondary, long prefix) {
      if (secondary.progress().next(prefix, 0) instanceof Send send) {
        pending.acknowledged(secondary.progress().acknowledged(send, prefix));
      }
    }

    void retire(Secondary secondary) {
      List<Secondary> left = new ArrayList<>(members);
      left.remove(secondary);
      members = List.copyOf(left);
      pending.nodesChanged();
    }

    CompletableFuture<End> waits(long order, int w) {
      boolean reserved = pending.reserve();
      CompletableFuture<End> end =
          pending.await(new Range(order, order + 1), w, Optional.empty(), reserved);
      end.thenAccept(
          how -> {
            if (how == End.MET && !acknowledgements.isMet(order, w)) {
              releasedTooEarly = true;
            }
          });
      return end;
    }

    void end() {
      ended = true;
      pending.abandon();
    }

    void nobodyWaits() {
      must("nobody is released before w is met", () -> !releasedTooEarly);
      must("nobody is left behind", () -> pending.count() == 0);
      for (int i = 0; i < PLACES; i++) {
        must("no place is lost", pending::reserve);
      }
      must("no place is left over", () -> !pending.reserve());
    }
  }

  private static void ended(CompletableFuture<End> end, End... hows) {
    must("the writer is released", end::isDone);
    must("released as " + List.of(hows), () -> List.of(hows).contains(end.join()));
  }

  @Test
  void writerThatRegistersWhileItsAcknowledgementArrivesIsReleased() {
    Interleavings.all(
        () -> {
          Master master = shared(new Master());
          List<CompletableFuture<End>> end = new ArrayList<>();
          sideBySide(() -> end.add(master.waits(0, 2)), () -> master.acknowledges(master.first, 1));
          ended(end.getFirst(), End.MET);
          master.nobodyWaits();
        });
  }

  @Test
  void writerOfAllIsReleasedByTheLastOfTwoAcknowledgements() {
    Interleavings.all(
        () -> {
          Master master = shared(new Master());
          CompletableFuture<End> end = master.waits(1, 3);
          sideBySide(
              () -> master.acknowledges(master.first, 2),
              () -> master.acknowledges(master.second, 2));
          ended(end, End.MET);
          master.nobodyWaits();
        });
  }

  @Test
  void writerIsReleasedWhereItsLastNodeIsRetiredMeanwhile() {
    Interleavings.all(
        () -> {
          Master master = shared(new Master());
          List<CompletableFuture<End>> end = new ArrayList<>();
          sideBySide(
              () -> end.add(master.waits(0, 3)),
              () -> {
                master.acknowledges(master.first, 1);
                master.retire(master.second);
              });
          ended(end.getFirst(), End.MET);
          master.nobodyWaits();
        });
  }

  @Test
  void writerThatRegistersWhileTheNodeGoesDownIsTold() {
    Interleavings.all(
        () -> {
          Master master = shared(new Master());
          List<CompletableFuture<End>> end = new ArrayList<>();
          sideBySide(() -> end.add(master.waits(0, 2)), master::end);
          ended(end.getFirst(), End.ABANDONED);
          master.nobodyWaits();
        });
  }

  @Test
  void placeIsFreeOnceHoweverAWaitEnds() {
    Interleavings.all(
        () -> {
          Master master = shared(new Master());
          CompletableFuture<End> end = master.waits(0, 2);
          sideBySide(() -> master.acknowledges(master.first, 1), () -> end.complete(End.ABANDONED));
          master.nobodyWaits();
        });
  }

  @Test
  void twoWritersOfOneMessageShareAPlace() {
    Interleavings.all(
        () -> {
          Master master = shared(new Master());
          sideBySide(() -> master.waits(0, 2), () -> master.waits(0, 2));
          must("one place is left", master.pending::reserve);
          master.pending.giveBack();
          master.acknowledges(master.first, 1);
          master.nobodyWaits();
        });
  }
}
