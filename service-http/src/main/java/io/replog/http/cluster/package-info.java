/** The cluster as every node shows it. */
package io.replog.http.cluster;
