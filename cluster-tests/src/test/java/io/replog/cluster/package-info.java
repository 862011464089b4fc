/** Scenarios for whole clusters, by what they are about; what they share stands here. */
package io.replog.cluster;
