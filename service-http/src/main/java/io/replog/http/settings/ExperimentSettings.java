package io.replog.http.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether clients may do what only experiments need ({@code replog.experiments}).
 *
 * @param enabled read by masters; known to every node, so that one file can serve all
 */
public record ExperimentSettings(@DefaultValue("false") boolean enabled) {}
