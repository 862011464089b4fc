package io.replog.cluster.fuzz;

import io.replog.cluster.client.Json;
import java.util.ArrayList;
import java.util.List;

/** A JSON object in the making, in which anything can be made wrong. */
final class Body {

  /** {@code value} is JSON, or not quite. */
  private record Member(String name, String value) {}

  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "-0.0",
          "1e-400",
          "9223372036854775808",
          "9".repeat(30),
          "9".repeat(500),
          "NaN",
          "'single'",
          "\"\"",
          "\" \"",
          "\"\\ud83d\"",
          "\"\\ude00\\ud83d\"",
          "\"\\x\"",
          "\"" + "x".repeat(300) + "\"",
          "[]",
          "{}",
          "[1]",
          "{\"a\":{\"b\":[{}]}}",
          "[".repeat(40) + "]".repeat(40),
          "// comment");

  private final List<Member> members = new ArrayList<>();

  Body with(String name, Object value) {
    members.add(new Member(name, value instanceof Body body ? body.text() : Json.write(value)));
    return this;
  }

  Body withRaw(String name, String value) {
    members.add(new Member(name, value));
    return this;
  }

  /** Makes one thing wrong, now and then. */
  Body perhapsSpoilt(Chance chance) {
    if (members.isEmpty() || !chance.oneIn(4)) {
      return this;
    }
    int at = chance.below(members.size());
    Member member = members.get(at);
    switch (chance.below(6)) {
      case 0 -> members.remove(at);
      case 1 -> members.add(member);
      case 2 -> members.set(at, new Member(spelt(chance, member.name()), member.value()));
      case 3 -> members.add(new Member(chance.of("W", "x", "", "\\u0000"), chance.of(ODD)));
      default -> members.set(at, new Member(member.name(), chance.of(ODD)));
    }
    return this;
  }

  private static String spelt(Chance chance, String name) {
    return chance.of(name.toUpperCase(java.util.Locale.ROOT), name + " ", "\\u0077", name + "s");
  }

  String text() {
    StringBuilder text = new StringBuilder("{");
    for (Member member : members) {
      text.append(text.length() > 1 ? "," : "").append('"').append(member.name()).append("\":");
      text.append(member.value());
    }
    return text.append('}').toString();
  }
}
