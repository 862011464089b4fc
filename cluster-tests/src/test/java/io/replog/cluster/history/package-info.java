/**
 * What clients saw over some time, and whether a log that keeps its promises could have shown it.
 */
package io.replog.cluster.history;
