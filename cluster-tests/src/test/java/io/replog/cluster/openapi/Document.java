package io.replog.cluster.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.replog.cluster.client.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A node's OpenAPI document, and which of its operations were tried. Not safe for several threads.
 */
final class Document {

  private static final String NAME = "https://replog.invalid/openapi";

  private final JsonNode root;
  private final JsonSchemaFactory schemas;
  private final Set<String> tried = new TreeSet<>();

  Document(Answer answer) throws IOException {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
    root = new YAMLMapper().readTree(answer.body());
    schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(loaders -> loaders.schemas(Map.of(NAME, root.toString()))));
  }

  JsonNode root() {
    return root;
  }

  /** All operations, as {@code get /messages}. */
  Set<String> operations() {
    Set<String> all = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      path.getValue().fieldNames().forEachRemaining(verb -> all.add(verb + " " + path.getKey()));
    }
    return all;
  }

  /** Those of which an answer was checked. */
  Set<String> tried() {
    return tried;
  }

  /** An answer of {@code operation} has a status, a media type and a body as documented. */
  void check(String operation, Answer answer) {
    tried.add(operation);
    String at = checkedHead(operation, answer.status(), answer.header("Content-Type"));
    if (root.at(at).has("schema") && at.contains("json") && !at.contains("ndjson")) {
      assertThat(
              schemas
                  .getSchema(SchemaLocation.of(NAME + "#" + at + "/schema"))
                  .validate(answer.text(), InputFormat.JSON))
          .as("%s answered %d %s", operation, answer.status(), answer.text())
          .isEmpty();
    }
  }

  /** The head of a stream's answer. */
  void checkHead(String operation, int status, String contentType) {
    tried.add(operation);
    checkedHead(operation, status, contentType);
  }

  /** Returns where the content is described. */
  private String checkedHead(String operation, int status, String contentType) {
    String[] parts = operation.split(" ");
    String responses = "/paths/" + escaped(parts[1]) + "/" + parts[0] + "/responses/";
    String own = responses + status;
    String response = root.at(own).isMissingNode() ? responses + "default" : own;
    assertThat(root.at(response).isMissingNode())
        .as("%s answers %d, which is not documented", operation, status)
        .isFalse();
    String reference = root.at(response).path("$ref").asText();
    String resolved = reference.isEmpty() ? response : reference.substring(1);
    JsonNode content = root.at(resolved).path("content");
    if (content.isMissingNode()) {
      return resolved;
    }
    String type = contentType.split(";")[0];
    assertThat(content.has(type))
        .as("%s answers %d with %s, which is not documented", operation, status, contentType)
        .isTrue();
    return resolved + "/content/" + escaped(type);
  }

  /** A part of a JSON pointer. */
  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
