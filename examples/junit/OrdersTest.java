import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.junit.MillraceClock;
import dev.millrace.junit.MillraceTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.time.Duration;

/// Every test has a Millrace of its own: empty, in memory, gone afterwards.
@MillraceTest
class OrdersTest {
    @BeforeEach
    void createStream(KinesisClient kinesis) {
        kinesis.createStream(request -> request.streamName("orders").shardCount(1));
        kinesis.waiter().waitUntilStreamExists(request -> request.streamName("orders"));
    }

    @Test
    void anOrderIsRead(KinesisClient kinesis) {
        put(kinesis, "tea");
        assertEquals(
                "tea", read(kinesis, iterator(kinesis)).records().get(0).data().asUtf8String());
    }

    @Test
    void anOrderIsForgottenAfterADay(KinesisClient kinesis, MillraceClock clock) throws Exception {
        put(kinesis, "tea");
        clock.advance(Duration.ofHours(25));
        assertEquals(0, read(kinesis, iterator(kinesis)).records().size());
    }

    @Test
    void aReaderThatSleepsTooLongHasToBeginAgain(KinesisClient kinesis, MillraceClock clock)
            throws Exception {
        String iterator = iterator(kinesis);
        clock.advance(Duration.ofMinutes(6));
        assertThrows(ExpiredIteratorException.class, () -> read(kinesis, iterator));
    }

    private static void put(KinesisClient kinesis, String order) {
        kinesis.putRecord(
                request ->
                        request.streamName("orders")
                                .partitionKey("customer-1")
                                .data(SdkBytes.fromUtf8String(order)));
    }

    private static String iterator(KinesisClient kinesis) {
        return kinesis.getShardIterator(
                        request ->
                                request.streamName("orders")
                                        .shardId("shardId-000000000000")
                                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    private static GetRecordsResponse read(KinesisClient kinesis, String iterator) {
        return kinesis.getRecords(request -> request.shardIterator(iterator));
    }
}
