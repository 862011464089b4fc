package io.replog.master.append;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import io.replog.master.append.PendingWrites.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A writer is released by the acknowledgement it waits for, whenever that comes; never before. */
class PendingWritesInterleavingsTest {

  private static final class Secondary implements Acknowledgements.Source {
    private volatile long acked;

    @Override
    public String id() {
      return "secondary";
    }

    @Override
    public long acked() {
      return acked;
    }
  }

  /** Two secondaries, and what a master does when one of them acknowledges. */
  private static final class Master {
    final Secondary first = new Secondary();
    final Secondary second = new Secondary();
    volatile List<Secondary> members = List.of(first, second);
    final Acknowledgements acknowledgements = new Acknowledgements("master", () -> members);
    final PendingWrites pending = new PendingWrites(acknowledgements);

    volatile boolean releasedTooEarly;

    void acknowledges(Secondary secondary, long prefix) {
      long before = secondary.acked;
      secondary.acked = prefix;
      pending.acknowledged(before, prefix);
    }

    void retire(Secondary secondary) {
      List<Secondary> left = new ArrayList<>(members);
      left.remove(secondary);
      members = List.copyOf(left);
      pending.nodesChanged();
    }

    CompletableFuture<End> waits(long order, int w) {
      CompletableFuture<End> end = pending.await(order, w, Optional.empty());
      end.thenAccept(
          how -> {
            if (how == End.MET && !acknowledgements.isMet(order, w)) {
              releasedTooEarly = true;
            }
          });
      return end;
    }

    void nobodyWaits() {
      must("nobody is released before w is met", () -> !releasedTooEarly);
      must("nobody is left behind", () -> pending.count() == 0);
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
          sideBySide(() -> end.add(master.waits(0, 2)), () -> master.pending.abandon());
          ended(end.getFirst(), End.ABANDONED);
          master.nobodyWaits();
        });
  }
}
