/**
 * How far each secondary is, and what to send to it next: {@link io.replog.core.progress.Progress},
 * the one source of what counts for {@code w}.
 */
package io.replog.core.progress;
