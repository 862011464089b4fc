package io.replog.secondary.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.log.HeldRange;
import io.replog.secondary.faults.FaultsBody;
import java.util.List;

/**
 * A secondary as its {@code GET /health} shows it.
 *
 * @param messages how many a reader sees
 * @param stored how many this node has stored; absent where the master is fixed, as readers see all
 * @param first the first order that the log still has
 * @param buffered messages held beyond a gap
 * @param held the first runs of those; absent if there are none
 * @param master the elected master; otherwise where it registers, null if nowhere
 * @param setAside messages that an elected master cut and this node keeps apart; absent where the
 *     master is fixed
 * @param retired whether the master retired this process
 * @param faults present while faults are set
 * @param reason present if it cannot do its work
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SecondaryHealth(
    String status,
    String role,
    String id,
    String run,
    String logId,
    long messages,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long stored,
    long first,
    long buffered,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HeldRange> held,
    long epoch,
    String master,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean retired,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long setAside,
    @JsonInclude(JsonInclude.Include.NON_NULL) FaultsBody faults,
    @JsonInclude(JsonInclude.Include.NON_NULL) String reason) {}
