/**
 * What a node knows of the cluster, as one immutable snapshot: {@link
 * io.replog.core.view.ClusterView}.
 */
package io.replog.core.view;
