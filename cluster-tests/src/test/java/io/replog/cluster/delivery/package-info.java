/** How what the master stored reaches every secondary, whatever lies between. */
package io.replog.cluster.delivery;
