/** Random requests, most of them nearly valid, and what must be true of every answer to them. */
package io.replog.cluster.fuzz;
