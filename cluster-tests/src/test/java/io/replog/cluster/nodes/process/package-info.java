/** Nodes as processes of the built jars on this machine. */
package io.replog.cluster.nodes.process;
