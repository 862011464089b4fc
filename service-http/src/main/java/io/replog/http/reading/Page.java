package io.replog.http.reading;

import io.replog.http.refusal.Query;

/**
 * The part of the log that a reader asked for.
 *
 * @param from first order
 * @param end one past the last order; fixed when the request came, so that the answer is one prefix
 * @param limit how many messages a page has, 0 if the reader set no limit
 * @param length of the visible log when the request came
 */
record Page(long from, long end, long limit, long length) {

  static Page of(String from, String limit, long length) {
    long first = from == null ? 0 : Query.number("from", from, 0);
    long count = limit == null ? 0 : Query.number("limit", limit, 1);
    long start = Math.min(first, length);
    long end = count == 0 || count > length - start ? length : start + count;
    return new Page(first, end, count, length);
  }

  boolean hasNext() {
    return end < length;
  }
}
