/** What the machine below a node does to it, and what strangers do: disks, clocks, bad peers. */
package io.replog.cluster.faults;
