package dev.millrace.kinesis;

import dev.millrace.model.kinesis.MinimumThroughputBillingCommitmentOutput;
import dev.millrace.stream.BillingCommitment;

import java.time.Instant;

/// An account's commitment as the API shows it.
final class CommitmentShape {
    private CommitmentShape() {}

    static MinimumThroughputBillingCommitmentOutput of(BillingCommitment commitment, long nowMs) {
        BillingCommitment.Status status = commitment.status(nowMs);
        var shape = MinimumThroughputBillingCommitmentOutput.builder().status(status.name());
        if (commitment.wasMade()) {
            shape.startedAt(Instant.ofEpochMilli(commitment.startedMs()));
            if (status == BillingCommitment.Status.DISABLED)
                shape.endedAt(Instant.ofEpochMilli(commitment.endMs()));
            else shape.earliestAllowedEndAt(Instant.ofEpochMilli(commitment.earliestEndMs()));
        }
        return shape.build();
    }
}
