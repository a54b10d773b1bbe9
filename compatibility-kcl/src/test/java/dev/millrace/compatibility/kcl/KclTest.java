package dev.millrace.compatibility.kcl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// The KCL's workers on a stream that is written and resharded while they are killed and others
/// come: all is processed, in order, and once they are left alone each shard has one worker.
@Tag("slow")
@Timeout(600)
class KclTest {
    private static final String STREAM = "orders";
    private static final String APPLICATION = "billing";

    /// One a second, while the leader looks every second and a half whether all have their share.
    private static final int RENEWALS = 6;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final Map<String, JavaProcess> workers = new LinkedHashMap<>();

    @AfterEach
    void nobodyIsLeft() throws Exception {
        for (JavaProcess worker : workers.values()) worker.kill();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "fan-out"})
    void allIsProcessedInOrderWhileWorkersComeAndGo(String retrieval) throws Exception {
        try (Service service = Service.start(folder.resolve("data"))) {
            History history = History.at(folder.resolve("history"));
            KinesisClient kinesis = service.kinesis();
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(3));
            var producer = new Producer(kinesis, STREAM);
            Thread writing = Thread.ofPlatform().start(producer);
            // An application's first worker makes its tables; of two that do so at the same
            // moment one would give up.
            start("a", service, retrieval);
            eachHasItsShare(service);
            start("b", service, retrieval);
            start("c", service, retrieval);
            eachHasItsShare(service);

            workers.remove("a").kill();
            split(kinesis, "shardId-000000000000");
            start("d", service, retrieval);
            theLivingHaveAll(service);

            kinesis.updateShardCount(
                    request ->
                            request.streamName(STREAM)
                                    .targetShardCount(6)
                                    .scalingType(ScalingType.UNIFORM_SCALING));
            workers.remove("b").kill();
            start("e", service, retrieval);
            theLivingHaveAll(service);

            mergeTheFirstTwo(kinesis);
            workers.remove("c").terminate();
            start("f", service, retrieval);
            theLivingHaveAll(service);
            producer.stop();
            writing.join();
            Until.holds(
                    "all is processed",
                    () -> history.inOrder().equals(new TreeMap<>(producer.written())));
            atRestEachShardHasOneWorker(service, history);

            for (JavaProcess worker : workers.values()) worker.terminate();
            workers.clear();
            long before = history.events().size();
            producer.round();
            start("g", service, retrieval);
            Until.holds(
                    "the rest is processed",
                    () -> history.inOrder().equals(new TreeMap<>(producer.written())));
            // Those who left in peace checkpointed all they had.
            List<History.Event> after = history.events();
            assertEquals(
                    producer.written().size(),
                    after.subList((int) before, after.size()).stream()
                            .filter(event -> event.what() == History.What.RECORD)
                            .count());
        }
    }

    private void start(String name, Service service, String retrieval) throws IOException {
        workers.put(
                name,
                JavaProcess.start(
                        folder,
                        service.environment("http"),
                        Worker.class.getName(),
                        APPLICATION,
                        STREAM,
                        name,
                        retrieval,
                        folder.resolve("history").toString()));
    }

    private static void split(KinesisClient kinesis, String shard) {
        kinesis.splitShard(
                request ->
                        request.streamName(STREAM)
                                .shardToSplit(shard)
                                .newStartingHashKey("1" + "0".repeat(37)));
    }

    private static void mergeTheFirstTwo(KinesisClient kinesis) {
        List<Shard> byHashKey =
                open(kinesis).stream()
                        .sorted(
                                Comparator.comparing(
                                        shard ->
                                                new BigInteger(
                                                        shard.hashKeyRange().startingHashKey())))
                        .toList();
        kinesis.mergeShards(
                request ->
                        request.streamName(STREAM)
                                .shardToMerge(byHashKey.get(0).shardId())
                                .adjacentShardToMerge(byHashKey.get(1).shardId()));
    }

    private static List<Shard> open(KinesisClient kinesis) {
        return kinesis.listShards(
                        request ->
                                request.streamName(STREAM)
                                        .shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
                .shards();
    }

    private static Set<String> openShards(KinesisClient kinesis) {
        return open(kinesis).stream()
                .map(Shard::shardId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Until every open shard is leased by a worker that lives.
    private void theLivingHaveAll(Service service) throws Exception {
        Until.holds(
                workers.keySet() + " have all leases",
                () -> workers.keySet().containsAll(owners(service)));
    }

    /// Until, besides, each has one at least, as on a stream that has not been resharded: for a
    /// worker's share the KCL counts leases of shards that were read to their end, too.
    private void eachHasItsShare(Service service) throws Exception {
        Until.holds(
                "each of " + workers.keySet() + " has its share",
                () -> workers.keySet().equals(owners(service)));
    }

    /// The owners of leases; among them nobody's name as long as an open shard has no lease.
    private Set<String> owners(Service service) throws Exception {
        for (JavaProcess worker : workers.values()) assertTrue(worker.isAlive(), worker.said());
        Map<String, String> owners = Leases.of(service.dynamo(), APPLICATION).owners();
        var names = new TreeSet<String>(owners.values());
        if (!owners.keySet().containsAll(openShards(service.kinesis()))) names.add("");
        return names;
    }

    /// Nobody's lease is taken any more, each is renewed by its owner, and no two workers process
    /// the same shard.
    private void atRestEachShardHasOneWorker(Service service, History history) throws Exception {
        Set<String> open = openShards(service.kinesis());
        List<String> alive = List.copyOf(workers.keySet());
        var rest = new AtomicReference<>(Leases.of(service.dynamo(), APPLICATION));
        Until.holds(
                "the leases of " + open + " are at rest among " + alive,
                () -> {
                    Leases now = Leases.of(service.dynamo(), APPLICATION);
                    if (!now.owners().equals(rest.get().owners())
                            || !now.owners().keySet().equals(open)) {
                        rest.set(now);
                        return false;
                    }
                    for (String shard : open)
                        if (now.byShard().get(shard).counter()
                                < rest.get().byShard().get(shard).counter() + RENEWALS)
                            return false;
                    return true;
                });
        var owners = new TreeMap<String, List<String>>();
        rest.get().owners().forEach((shard, owner) -> owners.put(shard, List.of(owner)));
        assertEquals(owners, new TreeMap<>(history.holders(alive)));
    }
}
