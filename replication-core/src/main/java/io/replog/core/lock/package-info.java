/** A lock that does what it guards inside it. */
package io.replog.core.lock;
