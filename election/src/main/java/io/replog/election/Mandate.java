package io.replog.election;

/**
 * This node was elected. Only a hint: by the time it is read another node may lead.
 *
 * @param term the engine's term, which no other node was elected in; grows from one election to the
 *     next, with gaps
 */
public record Mandate(long term) {}
