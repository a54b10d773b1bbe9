package dev.millrace.compatibility.kcl;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import java.util.Map;
import java.util.TreeMap;

/// An application's table, as `aws dynamodb scan` shows it.
///
/// @param byShard the leases of shards that have not been read to their end
record Leases(Map<String, Lease> byShard) {
    record Lease(String owner, long counter) {}

    /// @param application whose table has its name
    static Leases of(DynamoDbClient dynamo, String application) {
        var leases = new TreeMap<String, Lease>();
        try {
            dynamo.scanPaginator(scan -> scan.tableName(application).consistentRead(true))
                    .items()
                    .forEach(item -> put(item, leases));
        } catch (ResourceNotFoundException notYet) {
            return new Leases(Map.of());
        }
        return new Leases(leases);
    }

    /// The table also holds who leads the workers, and the like.
    private static void put(Map<String, AttributeValue> item, Map<String, Lease> leases) {
        String key = text(item, "leaseKey");
        if (!key.startsWith("shardId-") || text(item, "checkpoint").equals("SHARD_END")) return;
        leases.put(
                key,
                new Lease(
                        text(item, "leaseOwner"),
                        item.containsKey("leaseCounter")
                                ? Long.parseLong(item.get("leaseCounter").n())
                                : 0));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    /// Each lease's owner, by its shard.
    Map<String, String> owners() {
        var owners = new TreeMap<String, String>();
        byShard.forEach((shard, lease) -> owners.put(shard, lease.owner()));
        return owners;
    }
}
