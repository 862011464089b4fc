/** What a writer is promised: write concern, order, and exactly one copy. */
package io.replog.cluster.writing;
