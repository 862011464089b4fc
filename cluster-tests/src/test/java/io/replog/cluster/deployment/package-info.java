/**
 * The files by which others deploy Replog, against what the nodes are and the API that takes them.
 */
package io.replog.cluster.deployment;
