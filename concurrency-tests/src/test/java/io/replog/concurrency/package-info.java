/** What the tests of shared structures have in common. Each test is in its structure's package. */
package io.replog.concurrency;
