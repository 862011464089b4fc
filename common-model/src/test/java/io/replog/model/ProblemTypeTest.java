package io.replog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {

  /** The names that clients know; a rename of a constant must not reach them. */
  @ParameterizedTest
  @CsvSource({
    "invalid-request, 400",
    "unauthorized, 401",
    "forbidden, 403",
    "not-found, 404",
    "method-not-allowed, 405",
    "not-acceptable, 406",
    "id-conflict, 409",
    "order-conflict, 409",
    "other-log, 409",
    "stale-epoch, 409",
    "diverged, 409",
    "retired, 410",
    "payload-too-large, 413",
    "unsupported-media-type, 415",
    "no-quorum, 503",
    "overloaded, 503",
    "shutting-down, 503",
    "outcome-pending, 503",
    "fenced, 503",
    "write-concern-timeout, 504",
    "storage, 500",
    "storage, 507"
  })
  void nameAndStatusAreThoseOfTheContract(String label, int status) {
    assertThat(ProblemType.values())
        .filteredOn(type -> type.label().equals(label) && type.status() == status)
        .singleElement()
        .extracting(ProblemType::uri)
        .isEqualTo(URI.create("urn:replog:" + label));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsAnErrorWithATitle(ProblemType type) {
    assertThat(type.status()).isBetween(400, 599);
    assertThat(type.title()).isNotBlank();
    assertThat(type.label()).matches("[a-z]+(-[a-z]+)*");
  }

  /** What the disk refused, and what it no longer holds, are one kind of problem to a client. */
  @Test
  void labelsDifferButForTheDisk() {
    Stream<String> labels =
        Arrays.stream(ProblemType.values())
            .filter(type -> type != ProblemType.STORAGE_FAULT)
            .map(ProblemType::label);

    assertThat(labels).doesNotHaveDuplicates();
    assertThat(ProblemType.STORAGE_FAULT.label()).isEqualTo(ProblemType.STORAGE.label());
  }

  @Test
  void invalidRequestNamesEveryFieldAtFault() {
    var errors =
        List.of(new Problem.FieldError("w", "is odd"), new Problem.FieldError("id", "is long"));
    Problem problem = Problem.invalid(errors);

    assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
    assertThat(problem.detail()).isEqualTo("w: is odd; id: is long");
    assertThat(problem.members()).containsExactly(java.util.Map.entry("errors", errors));
  }

  @Test
  void membersKeepTheirOrderAndTheProblemBeforeThem() {
    Problem before = Problem.of(ProblemType.STORAGE, "full").with("id", "a");
    Problem after = before.with("order", 3);

    assertThat(before.members()).containsOnlyKeys("id");
    assertThat(after.members().keySet()).containsExactly("id", "order");
  }
}
