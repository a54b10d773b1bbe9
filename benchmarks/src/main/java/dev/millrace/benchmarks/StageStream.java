package dev.millrace.benchmarks;

import dev.millrace.stream.Catalog;
import dev.millrace.stream.CatalogCommand;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Decision;
import dev.millrace.stream.Limits;
import dev.millrace.stream.RecordDistribution;
import dev.millrace.stream.ShardTable;
import dev.millrace.stream.StreamCreation;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenSeal;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// A stream without a server, for the stages that need one.
///
/// @param creation how it comes into being, for a ledger
record StageStream(Catalog catalog, Decision.Change creation) {
    private static final StreamName NAME = new StreamName("000000000000", "us-east-1", "benchmark");
    private static final ControlRules RULES = new ControlRules(Limits.OFF, 0, Limits.UNLIMITED);
    private static final long NOW_MS = 1_800_000_000_000L;

    /// One that is still to be created.
    static StageStream asked(int shards) {
        var catalog = new Catalog();
        var found =
                new CatalogCommand.Found(HexFormat.of().formatHex(new byte[TokenSeal.KEY_BYTES]));
        catalog.apply(found.encode());
        var request =
                new StreamCreation.Request(
                        NAME,
                        StreamMode.PROVISIONED,
                        shards,
                        null,
                        Map.of(),
                        null,
                        RecordDistribution.USER_PARTITION_KEY);
        Decision decision =
                StreamCreation.decide(
                        catalog, request, StreamCreation.randomId(new Random(1)), RULES, NOW_MS);
        if (decision instanceof Decision.Change change) return new StageStream(catalog, change);
        throw new IllegalStateException("refused: " + decision);
    }

    static StageStream of(int shards) {
        StageStream stream = asked(shards);
        stream.catalog().apply(stream.creation().command().encode());
        return stream;
    }

    ShardTable table() {
        return Objects.requireNonNull(catalog.find(NAME)).shards();
    }
}
