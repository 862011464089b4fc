package io.replog.cluster.deployment;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.replog.cluster.nodes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The objects that {@code kubectl apply -k} makes of a folder, read as the API server reads them: a
 * field that a type does not have, or a value of another type, is an error.
 *
 * @param files the files that hold them
 */
record Kustomization(List<Path> files, List<HasMetadata> objects) {

  /** Where the manifests are. */
  static final Path MANIFESTS = Checkout.root().resolve("deploy/kubernetes");

  private static final String FILE = "kustomization.yaml";

  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.of(
          "v1 Service", Service.class,
          "v1 Secret", Secret.class,
          "apps/v1 StatefulSet", StatefulSet.class,
          "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);

  private static final YAMLMapper STRICT = strict();

  /** What our kustomizations use of kustomize; anything else is unknown here. */
  private record Listing(String apiVersion, String kind, List<String> resources) {}

  /** The model keeps what it does not know, to send it back; here that is an error. */
  private static final class NothingUnknown extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private static YAMLMapper strict() {
    YAMLMapper mapper =
        YAMLMapper.builder(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .annotationIntrospector(new NothingUnknown())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    var texts = mapper.coercionConfigFor(LogicalType.Textual);
    for (CoercionInputShape other :
        List.of(CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float)) {
      texts.setCoercion(other, CoercionAction.Fail);
    }
    return mapper;
  }

  /** The folder {@code name} of the manifests, with all that it refers to. */
  static Kustomization of(String name) throws IOException {
    Kustomization all = new Kustomization(new ArrayList<>(), new ArrayList<>());
    all.add(MANIFESTS.resolve(name));
    return all;
  }

  private void add(Path resource) throws IOException {
    if (!Files.isDirectory(resource)) {
      files.add(resource);
      objects.addAll(read(Files.readString(resource)));
      return;
    }
    Path file = resource.resolve(FILE);
    files.add(file);
    Listing listing = STRICT.readValue(file.toFile(), Listing.class);
    if (!"kustomize.config.k8s.io/v1beta1".equals(listing.apiVersion())
        || !"Kustomization".equals(listing.kind())) {
      throw new IOException(file + " is no kustomization");
    }
    for (String each : listing.resources()) {
      add(resource.resolve(each).normalize());
    }
  }

  /** The objects of one file. */
  static List<HasMetadata> read(String yaml) throws IOException {
    List<HasMetadata> read = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = STRICT.readerFor(JsonNode.class).readValues(yaml)) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        String type = document.path("apiVersion").asText() + " " + document.path("kind").asText();
        if (!TYPES.containsKey(type)) {
          throw new IOException("\"" + type + "\" is no type that is known here");
        }
        read.add(STRICT.treeToValue(document, TYPES.get(type)));
      }
    }
    return read;
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<Workload> workloads() {
    return all(StatefulSet.class).stream().map(Workload::new).toList();
  }
}
