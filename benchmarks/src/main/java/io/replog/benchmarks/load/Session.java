package io.replog.benchmarks.load;

import java.nio.ByteBuffer;

/** The conversation on one connection: one request, one answer, the next request. */
public interface Session {
  /**
   * The next request, ready to be written. The buffer belongs to the session and is used again for
   * the request after it.
   *
   * @param number differs for every request of a run; it makes what is sent unlike anything before
   */
  ByteBuffer request(long number);

  /**
   * Takes what has arrived of the answer; called again with more until the answer is whole.
   *
   * @throws java.io.IOException where the bytes are no answer of this protocol
   */
  Answer read(ByteBuffer arrived) throws java.io.IOException;

  /**
   * Says why the last answer was {@link Answer#REFUSED}, in a few words that group alike refusals.
   */
  String refusal();
}
