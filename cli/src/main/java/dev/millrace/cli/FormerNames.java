package dev.millrace.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Variables that set up LocalStack's Kinesis and kinesis-mock, and what sets up the same here.
/// They are not read: whoever starts a server among them is told.
final class FormerNames {
    /// The variable, then the setting; as in `docs/migrating.md`.
    static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("KINESIS_INITIALIZE_STREAMS", "MILLRACE_STREAMS");
        SETTINGS.put("INITIALIZE_STREAMS", "MILLRACE_STREAMS");
        SETTINGS.put("KINESIS_LATENCY", "MILLRACE_TRANSITION_DELAY");
        SETTINGS.put("CREATE_STREAM_DURATION", "MILLRACE_TRANSITION_DELAY");
        SETTINGS.put("DELETE_STREAM_DURATION", "MILLRACE_TRANSITION_DELAY");
        SETTINGS.put("UPDATE_SHARD_COUNT_DURATION", "MILLRACE_TRANSITION_DELAY");
        SETTINGS.put("SPLIT_SHARD_DURATION", "MILLRACE_TRANSITION_DELAY");
        SETTINGS.put("MERGE_SHARDS_DURATION", "MILLRACE_TRANSITION_DELAY");
        SETTINGS.put("KINESIS_ERROR_PROBABILITY", "MILLRACE_FAULTS_RULES");
        SETTINGS.put("KINESIS_SHARD_LIMIT", "MILLRACE_KINESIS_QUOTAS_SHARDS_PER_ACCOUNT");
        SETTINGS.put("SHARD_LIMIT", "MILLRACE_KINESIS_QUOTAS_SHARDS_PER_ACCOUNT");
        SETTINGS.put(
                "KINESIS_ON_DEMAND_STREAM_COUNT_LIMIT",
                "MILLRACE_KINESIS_QUOTAS_ON_DEMAND_STREAMS");
        SETTINGS.put("ON_DEMAND_STREAM_COUNT_LIMIT", "MILLRACE_KINESIS_QUOTAS_ON_DEMAND_STREAMS");
        SETTINGS.put("KINESIS_MOCK_PLAIN_PORT", "MILLRACE_PORT");
        SETTINGS.put("KINESIS_MOCK_TLS_PORT", "MILLRACE_PORT");
        SETTINGS.put("PERSIST_PATH", "MILLRACE_DATA");
    }

    private FormerNames() {}

    /// A sentence for each of them that is set.
    static List<String> among(Map<String, String> variables) {
        var sentences = new ArrayList<String>();
        for (var name : SETTINGS.entrySet())
            if (!variables.getOrDefault(name.getKey(), "").isEmpty()
                    && !variables.containsKey(name.getValue()))
                sentences.add(
                        "%s is set, and not read here; what it means is set by %s (docs/migrating.md)"
                                .formatted(name.getKey(), name.getValue()));
        return sentences;
    }
}
