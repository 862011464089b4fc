/** The voters of an elected master: who must promise before it opens, and whose copies count. */
package io.replog.core.voting;
