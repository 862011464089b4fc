/** What is there for experiments only. */
package io.replog.cluster.experiments;
