/**
 * Who the secondaries are, remembered over restarts, and which of them are alive: {@link
 * io.replog.master.membership.Membership}, {@link io.replog.master.membership.FailureDetector},
 * {@link io.replog.master.membership.Quorum}.
 */
package io.replog.master.membership;
