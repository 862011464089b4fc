/** Where threads come from, so that a simulation can schedule them. */
package io.replog.core.threads;
