/**
 * Which nodes hold a message, and the writers that wait for enough of them: {@link
 * io.replog.core.acknowledgement.PendingWrites} is where an acknowledgement releases writers.
 */
package io.replog.core.acknowledgement;
