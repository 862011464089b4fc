/** The port between the log and a disk: atomic, durable commits, and reads. */
package io.replog.log.storage;
