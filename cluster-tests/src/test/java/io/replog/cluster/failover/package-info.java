/** Equal nodes that elect their master. */
package io.replog.cluster.failover;
