package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/// `examples/seeds/deaggregate.py` on records put together by hand, as the KPL would and as it
/// never would. What the KPL itself puts together it reads in `compatibility-kcl`.
@ExtendWith(SharedServer.class)
class AggregateSeedTest {
    private static final String LAST = "340282366920938463463374607431768211455";

    @BeforeAll
    static void boto3IsThere(Shell shell) throws Exception {
        Tools.needBoto3(shell);
    }

    /// A field of a protobuf message, no longer than a byte can tell.
    private static byte[] field(int number, byte[] bytes) {
        var out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        out.write(bytes.length);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param explicit the place of its explicit hash key, none if negative
    private static byte[] user(int key, int explicit, String data) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {1 << 3, (byte) key});
        if (explicit >= 0) out.writeBytes(new byte[] {2 << 3, (byte) explicit});
        out.writeBytes(field(3, data));
        out.writeBytes(field(4, field(1, "a tag, passed over")));
        return field(3, out.toByteArray());
    }

    private static byte[] aggregate(byte[]... fields) throws Exception {
        var message = new ByteArrayOutputStream();
        for (byte[] field : fields) message.writeBytes(field);
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
        out.writeBytes(message.toByteArray());
        out.writeBytes(MessageDigest.getInstance("MD5").digest(message.toByteArray()));
        return out.toByteArray();
    }

    private static void put(KinesisClient kinesis, String hashKey, byte[] data) {
        kinesis.putRecord(
                request ->
                        request.streamName("aggregates")
                                .partitionKey("outer")
                                .explicitHashKey(hashKey)
                                .data(SdkBytes.fromByteArray(data)));
    }

    @Test
    void everyUserRecordIsReadOnceInTheShardThatOwnsIt(Shell shell) throws Exception {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("aggregates").shardCount(2));
            put(kinesis, "0", "plain".getBytes(StandardCharsets.UTF_8));
            // The MD5 of "a" begins with 0c, that of "b" with 92.
            byte[] keys = field(1, "a");
            put(
                    kinesis,
                    "0",
                    aggregate(
                            keys, field(1, "b"), field(2, "7"), user(0, -1, "1"), user(1, 0, "2")));
            put(kinesis, LAST, aggregate(field(1, "b"), user(0, -1, "3")));
            // These came too late for a split: the KPL sends them again.
            put(kinesis, LAST, aggregate(field(1, "b"), keys, user(0, -1, "-"), user(1, -1, "-")));
            put(kinesis, LAST, aggregate(field(1, "b"), field(2, "7"), user(0, 0, "-")));
            byte[] torn = aggregate(keys, user(0, -1, "4"));
            torn[torn.length - 1] ^= 1;
            put(kinesis, "0", torn);
        }
        String out = shell.seed("python3", "deaggregate.py", "aggregates").succeeded().out();
        assertEquals(
                List.of(
                        "shardId-000000000000 0 outer plain",
                        "shardId-000000000000 0 a 1",
                        "shardId-000000000000 1 b 2",
                        "shardId-000000000001 0 b 3"),
                out.lines()
                        .map(line -> line.replaceFirst(" \\d{56} ", " "))
                        .filter(line -> line.matches("\\S+ \\d \\S+ \\w+"))
                        .toList());
        // What only begins like an aggregate is one record, of whatever bytes.
        assertTrue(out.contains(" 0 outer \ufffd"), out);
    }
}
