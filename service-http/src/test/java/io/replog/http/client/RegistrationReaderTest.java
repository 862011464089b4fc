package io.replog.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.joining.MasterClient.Answer;
import io.replog.core.joining.MasterClient.Answer.NoMaster;
import io.replog.core.joining.MasterClient.Answer.Refused;
import io.replog.core.joining.MasterClient.Answer.Registered;
import io.replog.core.joining.MasterClient.Answer.Retired;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only a master's own answer counts as one. */
class RegistrationReaderTest {

  private static final String JSON = "application/json";

  private final RegistrationReader reader = new RegistrationReader("s1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | , 'counts':true, 'reached':true  | true  | true",
        "201 | , 'counts':false,'reached':false | false | false",
        "200 | , 'counts':true, 'reached':false | false | true",
        "200 | , 'lag':7                        | true  | true"
      })
  void masterThatRepeatsTheIdHasRegisteredTheNode(
      int status, String more, boolean reached, boolean counts) throws IOException {
    String body = "{'id':'s1','url':'http://s1:5001','status':'HEALTHY'%s}".formatted(more);

    assertThat(read(status, JSON, body)).isEqualTo(new Registered(reached, counts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 | text/html        | <html>hello</html>",
        "200 | application/json | {}",
        "200 | application/json | []",
        "200 | application/json | `1`",
        "200 | application/json | {'id':'s2','url':'http://s2:5001','status':'HEALTHY'}",
        "200 | application/json | {'id':'s1'}",
        "200 | application/json | {'id':'s1','url':'u','status':'HEALTHY','reached':'no'}",
        "200 | application/json | {'id':'s1','url':'u','status':'HEALTHY','counts':0}",
        "204 | text/plain       | ``",
        "302 | text/html        | ``",
        "401 | text/html        | who are you",
        "404 | text/html        | <h1>not found</h1>",
        "404 | application/json | {'type':'about:blank','title':'Not Found'}",
        "410 | text/html        | gone"
      })
  void anythingElseIsNoMaster(int status, String type, String body) throws IOException {
    assertThat(read(status, type, body))
        .isEqualTo(
            new NoMaster("answers, but not as a Replog master (%d %s)".formatted(status, type)));
  }

  @Test
  void redirectionIsNamed() throws IOException {
    assertThat(reader.read(new HttpAnswer(301, "", "https://elsewhere/", new byte[0])))
        .isEqualTo(new NoMaster("answers, but not as a Replog master (301 to https://elsewhere/)"));
  }

  @ParameterizedTest
  @CsvSource({"404, not-found", "405, method-not-allowed"})
  void secondaryAtTheMastersUrlIsRecognised(int status, String type) throws IOException {
    assertThat(problem(status, type, "no such path"))
        .isEqualTo(new NoMaster("is a Replog node that is not a master"));
  }

  @Test
  void refusalOfAMasterSaysWhy() throws IOException {
    assertThat(problem(410, "retired", "retired")).isEqualTo(new Retired());
    assertThat(problem(403, "forbidden", "wrong token")).isEqualTo(new Refused("403 wrong token"));
    assertThat(problem(409, "member-conflict", "s2 answers at http://localhost:5001"))
        .isEqualTo(
            new Refused(
                "s2 answers at http://localhost:5001;"
                    + " check SECONDARY_HOST or ADVERTISED_URL of this node"));
    assertThat(
            read(
                400,
                "application/problem+json",
                "{'type':'urn:replog:invalid-request','detail':'bad',"
                    + "'errors':[{'field':'url','detail':'is no URL'}]}"))
        .isEqualTo(new Refused("400 bad; url: is no URL"));
  }

  @Test
  void masterThatCannotAnswerNowIsAskedAgain() {
    assertThatThrownBy(() -> problem(503, "shutting-down", "going down"))
        .isInstanceOf(IOException.class)
        .hasMessage("it answered 503: going down");
    assertThatThrownBy(() -> read(502, "text/html", "bad gateway"))
        .isInstanceOf(IOException.class)
        .hasMessage("it answered 502");
  }

  private Answer problem(int status, String type, String detail) throws IOException {
    return read(
        status,
        "application/problem+json",
        "{'type':'urn:replog:%s','detail':'%s'}".formatted(type, detail));
  }

  private Answer read(int status, String type, String body) throws IOException {
    return reader.read(new HttpAnswer(status, type, "", body.replace('\'', '"').getBytes(UTF_8)));
  }
}
