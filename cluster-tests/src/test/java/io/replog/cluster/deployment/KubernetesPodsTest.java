package io.replog.cluster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.replog.cluster.nodes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the pods, against the images, the settings and the documents. */
class KubernetesPodsTest {

  /** What the JVM takes beside its heap: classes, code, threads, the election engine. */
  private static final long BESIDE_THE_HEAP_MB = 384;

  private static Stream<Workload> workloads() throws IOException {
    return Stream.concat(
        Kustomization.of("failover").workloads().stream(),
        Kustomization.of("fixed").workloads().stream());
  }

  private static Workload workload(String component) throws IOException {
    return workloads().filter(each -> each.component().equals(component)).findFirst().orElseThrow();
  }

  private static String text(String file) throws IOException {
    return Files.readString(Checkout.root().resolve(file));
  }

  @Test
  void thereIsOneOfEachImage() throws IOException {
    assertThat(workloads())
        .extracting(Workload::component, each -> each.container().getImage())
        .containsExactlyInAnyOrder(
            tuple("node", "replog-node:latest"),
            tuple("master", "replog-master:latest"),
            tuple("secondary", "replog-secondary:latest"));
    // The tag would have Kubernetes ask a registry each time.
    assertThat(workloads())
        .allMatch(each -> each.container().getImagePullPolicy().equals("IfNotPresent"));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everyVariableIsASettingOfThatKindOfNode(Workload workload) throws IOException {
    String letter = workload.component().substring(0, 1).toUpperCase(Locale.ROOT);
    String settings = text("docs/configuration.md");
    assertThat(workload.container().getEnv())
        .isNotEmpty()
        .extracting(EnvVar::getName)
        .doesNotHaveDuplicates()
        .allSatisfy(
            name ->
                assertThat(settings)
                    .containsPattern(
                        "(?m)^\\| `[a-z.-]+` \\| `"
                            + name
                            + "` \\| [MSN, ]*"
                            + letter
                            + "[MSN, ]* \\|"));
    // Kubernetes' own variables begin with the names of the Services, which begin with Replog's.
    assertThat(workload.pod().getEnableServiceLinks()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void theServerIdIsTheNameOfThePod(Workload workload) {
    EnvVar id = workload.container().getEnv().getFirst();
    assertThat(id.getName()).isEqualTo("SERVER_ID");
    assertThat(id.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name");
  }

  @Test
  void nodesListsExactlyTheReplicas() throws IOException {
    Workload nodes = workload("node");
    assertThat(nodes.list("REPLOG_NODES"))
        .containsExactlyElementsOf(
            nodes.pods().stream().map(pod -> pod + "=" + nodes.url(pod)).toList());
  }

  @Test
  void masterAndSecondariesKnowEachOtherByName() throws IOException {
    Workload master = workload("master");
    Workload secondaries = workload("secondary");
    assertThat(master.pods()).hasSize(1);
    assertThat(master.list("SECONDARIES")).containsExactlyElementsOf(secondaries.urls());
    assertThat(secondaries.list("MASTER_URL")).containsExactlyElementsOf(master.urls());
    String host = secondaries.variable("SECONDARY_HOST").orElseThrow().getValue();
    for (String pod : secondaries.pods()) {
      assertThat(secondaries.url(pod))
          .isEqualTo(
              "http://%s:%d"
                  .formatted(
                      host.replace("$(SERVER_ID)", pod), secondaries.port("http").orElseThrow()));
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void portsUserAndFolderAreThoseOfTheImage(Workload workload) throws IOException {
    int http = Integer.parseInt(workload.inImage("ENV (?:SERVER|SECONDARY)_PORT=(\\d+) .*"));
    assertThat(workload.port("http")).hasValue(http);
    if (workload.component().equals("node")) {
      assertThat(workload.port("election")).hasValue(http + 1000);
    }

    String user = workload.inImage("USER (\\d+:\\d+)");
    var security = workload.pod().getSecurityContext();
    assertThat(security.getRunAsUser() + ":" + security.getRunAsGroup()).isEqualTo(user);
    assertThat(security.getFsGroup()).isEqualTo(security.getRunAsGroup());

    assertThat(workload.container().getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactlyInAnyOrder(workload.inImage("VOLUME (\\S+)"), "/tmp");
    assertThat(workload.container().getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    workload.pod().getVolumes().stream().map(each -> each.getName()),
                    workload.set().getSpec().getVolumeClaimTemplates().stream()
                        .map(each -> each.getMetadata().getName()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void podsMeetTheRestrictedStandard(Workload workload) {
    var pod = workload.pod().getSecurityContext();
    assertThat(pod.getRunAsNonRoot()).isTrue();
    assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(workload.pod().getAutomountServiceAccountToken()).isFalse();
    var container = workload.container().getSecurityContext();
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getCapabilities().getAdd()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void probesAskWhatOperationsDocuments(Workload workload) throws IOException {
    String documented = text("docs/operations.md");
    List<Probe> probes =
        List.of(
            workload.container().getStartupProbe(),
            workload.container().getLivenessProbe(),
            workload.container().getReadinessProbe());
    assertThat(probes)
        .allSatisfy(
            probe -> {
              String name = probe.getHttpGet().getPort().getStrVal();
              assertThat(workload.port(name)).as("port %s", name).isPresent();
              assertThat(documented).contains("| `GET " + probe.getHttpGet().getPath() + "` |");
            });
    assertThat(probes)
        .extracting(probe -> probe.getHttpGet().getPath().replaceAll(".*/", ""))
        .containsExactly("liveness", "liveness", "readiness");
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aStopIsWaitedForAsLongAsComposeDoesAndPreStopTakes(Workload workload) throws IOException {
    JsonNode compose = new YAMLMapper().readTree(text("compose.failover.yaml"));
    long stop = seconds(compose.at("/x-node/stop_grace_period").asText());
    List<String> before = workload.container().getLifecycle().getPreStop().getExec().getCommand();
    assertThat(before).hasSize(2).startsWith("sleep");
    assertThat(workload.pod().getTerminationGracePeriodSeconds())
        .isGreaterThanOrEqualTo(stop + Long.parseLong(before.getLast()));
  }

  private static long seconds(String text) {
    assertThat(text).endsWith("s");
    return Long.parseLong(text.replace("s", ""));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void memoryHoldsTheHeapAndRocksDb(Workload workload) throws IOException {
    String settings = text("docs/configuration.md");
    long needed =
        number("(?m)^-Xmx(\\d+)m$", text("jvm.options"))
            + number("`replog.storage.total-write-buffers` .*?\\| (\\d+)MB \\|", settings)
            + number("`replog.storage.block-cache` .*?\\| (\\d+)MB \\|", settings)
            + BESIDE_THE_HEAP_MB;
    var resources = workload.container().getResources();
    Quantity limit = resources.getLimits().get("memory");
    assertThat(Quantity.getAmountInBytes(limit).longValueExact() >> 20)
        .isGreaterThanOrEqualTo(needed);
    assertThat(resources.getRequests()).containsEntry("memory", limit);
    // A node that is held up misses heartbeats.
    assertThat(resources.getLimits()).doesNotContainKey("cpu");
  }

  private static long number(String pattern, String in) {
    Matcher found = Pattern.compile(pattern).matcher(in);
    assertThat(found.find()).as(pattern).isTrue();
    return Long.parseLong(found.group(1));
  }
}
