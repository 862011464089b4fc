package io.replog.master.api;

import io.replog.core.append.Draft;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a request asks for.
 *
 * @param drafts at least one
 * @param timeout empty to wait until the concern is met
 */
record WriteRequest(List<Draft> drafts, WriteConcern concern, Optional<Duration> timeout) {}
