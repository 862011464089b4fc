package io.replog.http.settings;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of reads that wait for a message ({@code replog.read}).
 *
 * @param maxWait the longest wait for the order that a read needs
 * @param maxWaiting how many reads may wait at a time
 */
public record ReadSettings(
    @NotNull(message = "must be set") @InRange(min = "0s", max = "10m") @DefaultValue("10s")
        Duration maxWait,
    @InRange(min = "0", max = "100000") @DefaultValue("1000") int maxWaiting) {}
