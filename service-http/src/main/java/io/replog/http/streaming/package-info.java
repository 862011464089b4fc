/** Answers that are streams of server-sent events. */
package io.replog.http.streaming;
