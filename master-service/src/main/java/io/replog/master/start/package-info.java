/**
 * From the start of the process until messages are taken: {@link
 * io.replog.master.start.MasterStart}.
 */
package io.replog.master.start;
