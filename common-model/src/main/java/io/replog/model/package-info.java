/**
 * The words of the domain and the records that travel between nodes and clients. No Spring, no I/O,
 * no threads.
 */
package io.replog.model;
