/** The cluster as its users see it: HTTP requests, and what comes back. */
package io.replog.cluster.client;
