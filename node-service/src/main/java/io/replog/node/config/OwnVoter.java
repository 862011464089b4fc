package io.replog.node.config;

import io.replog.core.MasterSettings;
import io.replog.model.Voter;

/**
 * This node in its cluster.
 *
 * @param voter as the others know it
 * @param settings of the role of a master, which it may have
 */
record OwnVoter(Voter voter, MasterSettings settings) {}
