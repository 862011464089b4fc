/**
 * The ports to other nodes: what a master asks a secondary, and how failed attempts are repeated.
 */
package io.replog.core.transport;
