/** A network between two nodes that can be made bad on purpose. */
package io.replog.cluster.link;
