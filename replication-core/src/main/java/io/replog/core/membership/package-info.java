/**
 * Who the secondaries are, remembered over restarts, and which of them are alive: {@link
 * io.replog.core.membership.Membership}, {@link io.replog.core.membership.FailureDetector}, {@link
 * io.replog.core.membership.Quorum}.
 */
package io.replog.core.membership;
