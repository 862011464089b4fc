/** Clusters of real nodes, and what can be done to each of them. */
package io.replog.cluster.nodes;
