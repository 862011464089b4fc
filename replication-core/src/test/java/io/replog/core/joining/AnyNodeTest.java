package io.replog.core.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.joining.MasterClient.Answer;
import io.replog.core.joining.MasterClient.Registration;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnyNodeTest {

  private static final Registration ME = new Registration("s", "http://s", "run");
  private static final URI N1 = URI.create("http://n1");
  private static final URI N2 = URI.create("http://n2");
  private static final URI N3 = URI.create("http://n3");

  private final Set<URI> away = new HashSet<>();
  private final List<URI> asked = new ArrayList<>();
  private List<URI> voters = List.of();
  private final AnyNode node = new AnyNode(this::client, N1, () -> voters);

  private MasterClient client(URI url) {
    return registration -> {
      asked.add(url);
      if (away.contains(url)) {
        throw new IOException("no answer of " + url);
      }
      return new Answer.Registered(true, false);
    };
  }

  private List<URI> asked() throws IOException, InterruptedException {
    asked.clear();
    node.register(ME);
    return asked;
  }

  @Test
  void whereTheNamedNodeIsAwayTheVotersAreAskedUntilOneAnswersWhichIsAskedFirstNextTime()
      throws Exception {
    assertThat(asked()).containsExactly(N1);
    voters = List.of(N1, N2, N3);
    away.addAll(Set.of(N1, N2));

    assertThat(asked()).containsExactly(N1, N2, N3);
    assertThat(asked()).containsExactly(N3);

    away.remove(N1);
    away.add(N3);
    assertThat(asked()).containsExactly(N3, N1);
  }

  @Test
  void whereNoneAnswersTheFirstOnesFailureIsTold() {
    away.addAll(Set.of(N1, N2));
    voters = List.of(N1, N2);

    assertThatThrownBy(this::asked).hasMessageContaining(N1.toString());
  }
}
