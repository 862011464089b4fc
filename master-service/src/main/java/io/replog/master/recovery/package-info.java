/**
 * The start of a master: {@link io.replog.master.recovery.TakeOver} brings the log up from the
 * secondaries and takes a new epoch, before anything is accepted.
 */
package io.replog.master.recovery;
