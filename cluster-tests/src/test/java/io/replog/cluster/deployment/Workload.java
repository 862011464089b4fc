package io.replog.cluster.deployment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.replog.cluster.nodes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A StatefulSet of one kind of node. */
record Workload(StatefulSet set) {

  /** {@code node}, {@code master} or {@code secondary}, as in the name of its Dockerfile. */
  String component() {
    return labels().get("app.kubernetes.io/component");
  }

  String name() {
    return set.getMetadata().getName();
  }

  Map<String, String> labels() {
    return set.getSpec().getTemplate().getMetadata().getLabels();
  }

  PodSpec pod() {
    return set.getSpec().getTemplate().getSpec();
  }

  /** The only one. */
  Container container() {
    List<Container> all = pod().getContainers();
    if (all.size() != 1) {
      throw new IllegalStateException(name() + " has " + all.size() + " containers");
    }
    return all.getFirst();
  }

  Optional<Integer> port(String name) {
    return container().getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .map(ContainerPort::getContainerPort)
        .findFirst();
  }

  List<String> pods() {
    return IntStream.range(0, set.getSpec().getReplicas())
        .mapToObj(ordinal -> name() + "-" + ordinal)
        .toList();
  }

  /** Where the others reach {@code pod}. */
  String url(String pod) {
    return "http://%s.%s:%d"
        .formatted(pod, set.getSpec().getServiceName(), port("http").orElseThrow());
  }

  List<String> urls() {
    return pods().stream().map(this::url).toList();
  }

  Optional<EnvVar> variable(String name) {
    return container().getEnv().stream().filter(each -> each.getName().equals(name)).findFirst();
  }

  /** What a variable lists, comma-separated. */
  List<String> list(String variable) {
    return List.of(variable(variable).orElseThrow().getValue().split(", *"));
  }

  /** Whether {@code selector} selects its pods. */
  boolean isSelectedBy(Map<String, String> selector) {
    return labels().entrySet().containsAll(selector.entrySet());
  }

  /** Whether {@code selector} selects its pods. It must have labels only. */
  boolean isSelectedBy(LabelSelector selector) {
    if (!selector.getMatchExpressions().isEmpty()) {
      throw new IllegalStateException("expressions are not understood here");
    }
    return isSelectedBy(selector.getMatchLabels());
  }

  /** What its Dockerfile says after {@code instruction}: the first group of it. */
  String inImage(String instruction) throws IOException {
    String file = Files.readString(Checkout.root().resolve("Dockerfile." + component()));
    Matcher found = Pattern.compile("(?m)^" + instruction + "$").matcher(file);
    if (!found.find()) {
      throw new IllegalStateException("no " + instruction + " in Dockerfile." + component());
    }
    return found.group(1);
  }

  @Override
  public String toString() {
    return name();
  }
}
