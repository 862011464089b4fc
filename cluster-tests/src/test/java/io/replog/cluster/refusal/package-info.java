/** What Replog does not accept, and how it says so. */
package io.replog.cluster.refusal;
