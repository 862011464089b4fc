package io.replog.secondary.aside;

import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/setaside}: the files of messages that were cut from this node's log. */
@Component
@Endpoint(id = "setaside")
public class SetAsideEndpoint {

  private final SetAsideFiles files;

  SetAsideEndpoint(SetAsideFiles files) {
    this.files = files;
  }

  /** {@code folder}: where the files are. */
  record Listing(String folder, long messages, List<SetAsideFiles.Kept> files) {}

  @ReadOperation
  Listing list() {
    return new Listing(files.folder().toAbsolutePath().toString(), files.messages(), files.kept());
  }
}
