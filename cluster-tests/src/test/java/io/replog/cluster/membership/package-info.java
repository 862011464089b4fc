/** Who belongs to the cluster, and how many of them must be there. */
package io.replog.cluster.membership;
