package io.replog.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** What the contract says of answers. */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, Answer> {

  private AnswerAssert(Answer actual) {
    super(actual, AnswerAssert.class);
  }

  public static AnswerAssert assertThat(Answer actual) {
    return new AnswerAssert(actual);
  }

  public AnswerAssert hasStatus(int status) {
    isNotNull();
    if (actual.status() != status) {
      failWithMessage("expected status %d but was %s", status, actual);
    }
    return this;
  }

  /** 201, appended by this very request. */
  public AnswerAssert isCreated() {
    hasStatus(201);
    return hasMember("status", "ok");
  }

  /** 200, the message was there already. */
  public AnswerAssert isDuplicate() {
    hasStatus(200);
    return hasMember("status", "duplicate");
  }

  public AnswerAssert hasOrder(long order) {
    Assertions.assertThat(actual.order()).as("order in %s", actual).isEqualTo(order);
    return this;
  }

  public AnswerAssert hasId(String id) {
    Assertions.assertThat(actual.id()).as("id in %s", actual).isEqualTo(id);
    return this;
  }

  public AnswerAssert isAcknowledgedBy(String... nodes) {
    Assertions.assertThat(actual.acks()).as("acks in %s", actual).contains(nodes);
    return this;
  }

  public AnswerAssert hasMember(String name, String value) {
    JsonNode member = actual.json().path(name);
    Assertions.assertThat(member.asText()).as("%s in %s", name, actual).isEqualTo(value);
    return this;
  }

  /** An RFC 9457 document of this type, told by nothing else than JSON. */
  public AnswerAssert isProblem(int status, String name) {
    hasStatus(status);
    hasMember("type", "urn:replog:" + name);
    return isAnyProblem();
  }

  /** An RFC 9457 document of whatever type, without HTML or a stack trace. */
  public AnswerAssert isAnyProblem() {
    Assertions.assertThat(actual.header("Content-Type"))
        .as("media type of %s", actual)
        .startsWith("application/problem+json");
    hasMember("status", String.valueOf(actual.status()));
    Assertions.assertThat(actual.json().path("type").asText()).startsWith("urn:replog:");
    return showsNoInsides();
  }

  /** Neither an HTML page nor a stack trace nor the name of a class. */
  public AnswerAssert showsNoInsides() {
    Assertions.assertThat(actual.text())
        .doesNotContainIgnoringCase("<html")
        .doesNotContainIgnoringCase("<!doctype")
        .doesNotContain("Exception")
        .doesNotContain("java.")
        .doesNotContain("org.springframework")
        .doesNotContain("\tat ")
        .doesNotContain("\\tat ");
    return this;
  }
}
