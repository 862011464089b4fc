/** The page of a node, in a real browser. */
package io.replog.cluster.page;
