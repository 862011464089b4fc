/** Nodes as containers of the real images, on a network of their own. */
package io.replog.cluster.nodes.container;
