/**
 * The start of a master: {@link io.replog.core.recovery.TakeOver} brings the log up from the
 * secondaries and takes a new epoch, before anything is accepted.
 */
package io.replog.core.recovery;
