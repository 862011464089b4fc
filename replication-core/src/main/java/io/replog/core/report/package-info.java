/** What both roles measure, and how they write many events to the log without flooding it. */
package io.replog.core.report;
