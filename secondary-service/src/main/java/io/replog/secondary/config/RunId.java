package io.replog.secondary.config;

/** Names this process among all the starts of this node. */
public record RunId(String value) {}
