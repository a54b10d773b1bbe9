package dev.millrace.cloudwatch;

import dev.millrace.stream.Measure;
import dev.millrace.stream.ShardMetric;
import dev.millrace.stream.Tallies;
import dev.millrace.stream.Tally;

import java.util.List;
import java.util.function.Function;

/// A metric of the namespace `AWS/Kinesis`, and what it is made of. Source: developer guide,
/// "Monitoring Kinesis Data Streams with CloudWatch".
///
/// @param source how it is made of what was measured
/// @param scale what a tally's values are multiplied by
record KinesisMetric(String name, String unit, double scale, Function<Tallies, Tally> source) {
    static final String NAMESPACE = "AWS/Kinesis";
    static final String STREAM = "StreamName";
    static final String CONSUMER = "ConsumerName";
    static final String SHARD = "ShardId";

    private static final String COUNT = "Count";
    private static final String BYTES = "Bytes";
    private static final String MILLISECONDS = "Milliseconds";
    private static final double NANOS_IN_MILLISECONDS = 1e-6;

    static final List<KinesisMetric> OF_STREAMS =
            List.of(
                    of("GetRecords.Bytes", BYTES, Measure.GET_RECORDS_BYTES),
                    of("GetRecords.IteratorAge", MILLISECONDS, Measure.GET_RECORDS_AGE_MS),
                    of(
                            "GetRecords.IteratorAgeMilliseconds",
                            MILLISECONDS,
                            Measure.GET_RECORDS_AGE_MS),
                    latency("GetRecords.Latency", Measure.GET_RECORDS_LATENCY),
                    of("GetRecords.Records", COUNT, Measure.GET_RECORDS_RECORDS),
                    of("GetRecords.Success", COUNT, Measure.GET_RECORDS_SUCCESS),
                    both(
                            "IncomingBytes",
                            BYTES,
                            Measure.PUT_RECORD_BYTES,
                            Measure.PUT_RECORDS_BYTES),
                    both(
                            "IncomingRecords",
                            COUNT,
                            Measure.PUT_RECORD_SUCCESS,
                            Measure.PUT_RECORDS_STORED),
                    of("PutRecord.Bytes", BYTES, Measure.PUT_RECORD_BYTES),
                    latency("PutRecord.Latency", Measure.PUT_RECORD_LATENCY),
                    of("PutRecord.Success", COUNT, Measure.PUT_RECORD_SUCCESS),
                    of("PutRecords.Bytes", BYTES, Measure.PUT_RECORDS_BYTES),
                    latency("PutRecords.Latency", Measure.PUT_RECORDS_LATENCY),
                    of("PutRecords.Records", COUNT, Measure.PUT_RECORDS_STORED),
                    of("PutRecords.Success", COUNT, Measure.PUT_RECORDS_SUCCESS),
                    of("PutRecords.TotalRecords", COUNT, Measure.PUT_RECORDS_TOTAL),
                    of("PutRecords.SuccessfulRecords", COUNT, Measure.PUT_RECORDS_STORED),
                    of("PutRecords.FailedRecords", COUNT, Measure.PUT_RECORDS_FAILED),
                    of("PutRecords.ThrottledRecords", COUNT, Measure.PUT_RECORDS_THROTTLED),
                    of("ReadProvisionedThroughputExceeded", COUNT, Measure.GET_RECORDS_THROTTLED),
                    both(
                            "WriteProvisionedThroughputExceeded",
                            COUNT,
                            Measure.PUT_RECORD_THROTTLED,
                            Measure.PUT_RECORDS_THROTTLED));

    static final List<KinesisMetric> OF_CONSUMERS =
            List.of(
                    of("SubscribeToShard.RateExceeded", COUNT, Measure.SUBSCRIBE_RATE_EXCEEDED),
                    of("SubscribeToShard.Success", COUNT, Measure.SUBSCRIBE_SUCCESS),
                    of("SubscribeToShardEvent.Bytes", BYTES, Measure.EVENT_BYTES),
                    of(
                            "SubscribeToShardEvent.MillisBehindLatest",
                            MILLISECONDS,
                            Measure.EVENT_BEHIND_MS),
                    of("SubscribeToShardEvent.Records", COUNT, Measure.EVENT_RECORDS),
                    of("SubscribeToShardEvent.Success", COUNT, Measure.EVENT_SUCCESS));

    private static KinesisMetric of(String name, String unit, Measure measure) {
        return new KinesisMetric(name, unit, 1, tallies -> tallies.of(measure));
    }

    private static KinesisMetric latency(String name, Measure measure) {
        return new KinesisMetric(
                name, MILLISECONDS, NANOS_IN_MILLISECONDS, tallies -> tallies.of(measure));
    }

    private static KinesisMetric both(String name, String unit, Measure one, Measure other) {
        return new KinesisMetric(name, unit, 1, tallies -> tallies.of(one).plus(tallies.of(other)));
    }

    static KinesisMetric ofShard(ShardMetric metric) {
        String unit =
                switch (metric) {
                    case IncomingBytes, OutgoingBytes -> BYTES;
                    case IteratorAgeMilliseconds -> MILLISECONDS;
                    case IncomingRecords,
                            OutgoingRecords,
                            WriteProvisionedThroughputExceeded,
                            ReadProvisionedThroughputExceeded ->
                            COUNT;
                };
        return new KinesisMetric(metric.name(), unit, 1, _ -> Tally.NONE);
    }

    Tally of(Tallies tallies) {
        return source.apply(tallies);
    }
}
