package io.replog.cluster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each object by itself, and how those around the pods refer to them. */
class KubernetesObjectsTest {

  private static final Path EXAMPLE = Kustomization.MANIFESTS.resolve("secret.example.yaml");
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: replog
      spec:
        ports:
          - name: http
            port: 5000
      """;

  @ParameterizedTest
  @ValueSource(strings = {"failover", "fixed"})
  void everyFieldIsOneOfTheApi(String name) throws IOException {
    assertThat(Kustomization.of(name).objects())
        .extracting(HasMetadata::getFullResourceName, each -> each.getMetadata().getName())
        .contains(tuple("services", "replog-peers"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "targetPorts: http",
        "port: 5001",
        "nodePort: \"30000\"",
        "protocol: 6",
        "appProtocol: true"
      })
  void whatTheApiRefusesIsRefusedHere(String line) throws IOException {
    assertThat(Kustomization.read(SERVICE)).hasSize(1);
    assertThatThrownBy(() -> Kustomization.read(SERVICE + "      " + line + "\n"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void everyFileIsPartOfACluster() throws IOException {
    Set<Path> used = new HashSet<>(Kustomization.of("failover").files());
    used.addAll(Kustomization.of("fixed").files());
    used.add(EXAMPLE);
    try (Stream<Path> there = Files.walk(Kustomization.MANIFESTS)) {
      assertThat(there.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(used);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"failover", "fixed"})
  void selectorsSelectPodsThatHaveThePorts(String name) throws IOException {
    Kustomization cluster = Kustomization.of(name);
    for (Workload workload : cluster.workloads()) {
      assertThat(workload.isSelectedBy(workload.set().getSpec().getSelector()))
          .as("%s selects its own pods", workload)
          .isTrue();
    }
    for (Service service : cluster.all(Service.class)) {
      List<Workload> selected =
          selected(cluster, each -> each.isSelectedBy(service.getSpec().getSelector()));
      assertThat(selected).as(service.getMetadata().getName()).isNotEmpty();
      for (ServicePort port : service.getSpec().getPorts()) {
        assertExists(port.getTargetPort(), selected);
      }
    }
    for (NetworkPolicy policy : cluster.all(NetworkPolicy.class)) {
      List<Workload> selected =
          selected(cluster, each -> each.isSelectedBy(policy.getSpec().getPodSelector()));
      assertThat(selected).as(policy.getMetadata().getName()).isNotEmpty();
      for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
        for (NetworkPolicyPort port : rule.getPorts()) {
          assertExists(port.getPort(), selected);
        }
      }
    }
  }

  private static List<Workload> selected(Kustomization cluster, Predicate<Workload> by) {
    return cluster.workloads().stream().filter(by).toList();
  }

  private static void assertExists(IntOrString port, List<Workload> on) {
    assertThat(on)
        .allSatisfy(
            each ->
                assertThat(each.port(port.getStrVal()))
                    .as("port %s of %s", port.getStrVal(), each)
                    .isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"failover", "fixed"})
  void oneBudgetLetsOneNodeOfAllGo(String name) throws IOException {
    Kustomization cluster = Kustomization.of(name);
    assertThat(cluster.all(PodDisruptionBudget.class))
        .singleElement()
        .satisfies(
            budget -> {
              assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
              assertThat(cluster.workloads())
                  .allMatch(each -> each.isSelectedBy(budget.getSpec().getSelector()));
            });
  }

  /** Else the nodes wait for each other for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"failover", "fixed"})
  void nodesAreFoundBeforeTheyAreReady(String name) throws IOException {
    Kustomization cluster = Kustomization.of(name);
    for (Workload workload : cluster.workloads()) {
      assertThat(workload.set().getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
      assertThat(cluster.all(Service.class))
          .filteredOn(
              each ->
                  each.getMetadata().getName().equals(workload.set().getSpec().getServiceName()))
          .singleElement()
          .satisfies(
              peers -> {
                assertThat(peers.getSpec().getClusterIP()).isEqualTo("None");
                assertThat(peers.getSpec().getPublishNotReadyAddresses()).isTrue();
                assertThat(workload.isSelectedBy(peers.getSpec().getSelector())).isTrue();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"failover", "fixed"})
  void everyPortIsOpenToTheNodesAndOnlyHttpToOthers(String name) throws IOException {
    Kustomization cluster = Kustomization.of(name);
    for (Workload workload : cluster.workloads()) {
      for (var port : workload.container().getPorts()) {
        List<NetworkPolicyPeer> from = admitted(cluster, workload, port.getName());
        assertThat(from)
            .as("%s of %s", port.getName(), workload)
            .isNotEmpty()
            .allMatch(peer -> peer.getPodSelector() != null && peer.getNamespaceSelector() == null);
        assertThat(cluster.workloads())
            .allMatch(
                node -> from.stream().anyMatch(peer -> node.isSelectedBy(peer.getPodSelector())));
        if (!port.getName().equals("http")) {
          assertThat(from).allMatch(peer -> workload.isSelectedBy(peer.getPodSelector()));
        }
      }
    }
  }

  /** A rule without ports or without peers would admit all of them. */
  private static List<NetworkPolicyPeer> admitted(
      Kustomization cluster, Workload workload, String port) {
    return cluster.all(NetworkPolicy.class).stream()
        .filter(policy -> workload.isSelectedBy(policy.getSpec().getPodSelector()))
        .flatMap(policy -> policy.getSpec().getIngress().stream())
        .peek(rule -> assertThat(rule.getPorts()).isNotEmpty())
        .peek(rule -> assertThat(rule.getFrom()).isNotEmpty())
        .filter(
            rule ->
                rule.getPorts().stream().anyMatch(each -> port.equals(each.getPort().getStrVal())))
        .flatMap(rule -> rule.getFrom().stream())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"failover", "fixed"})
  void theTokenIsInASecretThatUsersMake(String name) throws IOException {
    Kustomization cluster = Kustomization.of(name);
    assertThat(cluster.all(Secret.class)).isEmpty();

    Secret example = (Secret) Kustomization.read(Files.readString(EXAMPLE)).getFirst();
    for (Workload workload : cluster.workloads()) {
      var reference =
          workload.variable("CLUSTER_TOKEN").orElseThrow().getValueFrom().getSecretKeyRef();
      assertThat(reference.getName()).isEqualTo(example.getMetadata().getName());
      assertThat(example.getStringData()).containsOnlyKeys(reference.getKey());
    }
    // Such a value a node refuses.
    assertThat(example.getStringData().values()).allMatch(value -> value.contains(" "));
  }
}
