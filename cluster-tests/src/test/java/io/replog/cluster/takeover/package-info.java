/** One log over several masters: lost disks, second masters, and logs that differ. */
package io.replog.cluster.takeover;
