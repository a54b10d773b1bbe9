package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Where records land and how they are numbered, seen from outside.
@ExtendWith(SharedServer.class)
class HashKeyTest {
    private static final SdkBytes DATA = SdkBytes.fromUtf8String("x");

    @Test
    void threeShardsEndWhereTheServicesDo(Shell shell) {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("thirds").shardCount(3));
            assertEquals(
                    List.of(
                            "113427455640312821154458202477256070484",
                            "226854911280625642308916404954512140969",
                            "340282366920938463463374607431768211455"),
                    kinesis.listShards(request -> request.streamName("thirds")).shards().stream()
                            .map(shard -> shard.hashKeyRange().endingHashKey())
                            .toList());
        }
    }

    @Test
    void everyKeyLandsWhereMd5Says(Shell shell) throws Exception {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("routed").shardCount(7));
            List<Shard> shards =
                    kinesis.listShards(request -> request.streamName("routed")).shards();
            var entries = new ArrayList<PutRecordsRequestEntry>();
            for (int i = 0; i < 500; i++)
                entries.add(entry((i % 3 == 0 ? "käse-" : i % 3 == 1 ? "\uD83D\uDE80" : "") + i));
            List<PutRecordsResultEntry> results =
                    kinesis.putRecords(request -> request.streamName("routed").records(entries))
                            .records();
            for (int i = 0; i < entries.size(); i++)
                assertEquals(
                        owner(shards, entries.get(i).partitionKey()),
                        results.get(i).shardId(),
                        entries.get(i).partitionKey());
        }
    }

    @Test
    void anExplicitHashKeyOverridesTheKeyToTheLastOfEachRange(Shell shell) {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("explicit").shardCount(3));
            for (Shard shard : kinesis.listShards(r -> r.streamName("explicit")).shards())
                for (String hashKey :
                        List.of(
                                shard.hashKeyRange().startingHashKey(),
                                shard.hashKeyRange().endingHashKey()))
                    assertEquals(
                            shard.shardId(),
                            kinesis.putRecord(
                                            request ->
                                                    request.streamName("explicit")
                                                            .partitionKey("k")
                                                            .explicitHashKey(hashKey)
                                                            .data(DATA))
                                    .shardId(),
                            hashKey);
        }
    }

    @Test
    void numbersGrowInAShardAndFromParentsToChildren(Shell shell) {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("lineage").shardCount(1));
            Map<String, BigInteger> lastOfShard = new HashMap<>();
            // Five splits within one second: creation seconds must run ahead of the clock.
            for (int generation = 0; generation < 5; generation++) {
                put(kinesis, lastOfShard);
                Shard widest =
                        kinesis.listShards(r -> r.streamName("lineage")).shards().stream()
                                .filter(s -> s.sequenceNumberRange().endingSequenceNumber() == null)
                                .findFirst()
                                .orElseThrow();
                String middle =
                        new BigInteger(widest.hashKeyRange().startingHashKey())
                                .add(new BigInteger(widest.hashKeyRange().endingHashKey()))
                                .shiftRight(1)
                                .toString();
                kinesis.splitShard(
                        request ->
                                request.streamName("lineage")
                                        .shardToSplit(widest.shardId())
                                        .newStartingHashKey(middle));
            }
            put(kinesis, lastOfShard);
            List<Shard> shards =
                    kinesis.listShards(request -> request.streamName("lineage")).shards();
            assertEquals(11, shards.size());
            Map<String, Shard> byId = new HashMap<>();
            shards.forEach(shard -> byId.put(shard.shardId(), shard));
            for (Shard shard : shards) {
                if (shard.parentShardId() == null) continue;
                Shard parent = Objects.requireNonNull(byId.get(shard.parentShardId()));
                var start = new BigInteger(shard.sequenceNumberRange().startingSequenceNumber());
                var end = new BigInteger(parent.sequenceNumberRange().endingSequenceNumber());
                assertTrue(start.compareTo(end) > 0, shards::toString);
                BigInteger last = lastOfShard.get(parent.shardId());
                if (last != null) assertTrue(last.compareTo(end) < 0, shards::toString);
            }
        }
    }

    private static void put(KinesisClient kinesis, Map<String, BigInteger> lastOfShard) {
        var entries = new ArrayList<PutRecordsRequestEntry>();
        for (int i = 0; i < 50; i++) entries.add(entry("key-" + i));
        for (var result :
                kinesis.putRecords(request -> request.streamName("lineage").records(entries))
                        .records()) {
            assertEquals(56, result.sequenceNumber().length());
            var number = new BigInteger(result.sequenceNumber());
            BigInteger before = lastOfShard.put(result.shardId(), number);
            if (before != null) assertTrue(number.compareTo(before) > 0, result::toString);
        }
    }

    private static PutRecordsRequestEntry entry(String key) {
        return PutRecordsRequestEntry.builder().partitionKey(key).data(DATA).build();
    }

    private static String owner(List<Shard> shards, String key) throws Exception {
        byte[] md5 = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
        var hashKey = new BigInteger(1, md5);
        for (Shard shard : shards)
            if (hashKey.compareTo(new BigInteger(shard.hashKeyRange().startingHashKey())) >= 0
                    && hashKey.compareTo(new BigInteger(shard.hashKeyRange().endingHashKey())) <= 0)
                return shard.shardId();
        throw new AssertionError("no shard owns " + hashKey);
    }
}
