/** Many faults at once, by a seed, under load, and a check of everything that clients saw. */
package io.replog.cluster.storm;
