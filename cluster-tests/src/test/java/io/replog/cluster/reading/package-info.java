/** What readers see. */
package io.replog.cluster.reading;
