/** What survives the sudden and the ordered end of nodes. */
package io.replog.cluster.crash;
