package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.model.Caller;
import dev.millrace.stream.StreamName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class MissingStreamsTest {
    private static final Caller ELSEWHERE = new Caller("000000000000", "us-east-1", "key");
    private static final StreamName ASKED = new StreamName("000000000000", "us-east-1", "orders");

    private Service service;
    private MissingStreams missing;

    @BeforeEach
    void aStreamInAnAccountAndARegion() throws Exception {
        service = Service.aws().create("orders", 1);
        missing = new MissingStreams(service.catalog, service.clock);
    }

    @Test
    void aStreamThatIsElsewhereIsSpokenOf() {
        assertEquals(
                "stream orders: asked for by account 000000000000 in region us-east-1, but it is in"
                        + " account 123456789012, region eu-central-1. A request's region is its"
                        + " signature's; its account is its access key where that is twelve digits,"
                        + " else gateway.account",
                missing.hint(ELSEWHERE, ASKED));
    }

    @Test
    void onceAMinute() {
        assertNotNull(missing.hint(ELSEWHERE, ASKED));
        service.clock.advance(Duration.ofSeconds(59));
        assertNull(missing.hint(ELSEWHERE, ASKED));
        service.clock.advance(Duration.ofSeconds(1));
        assertNotNull(missing.hint(ELSEWHERE, ASKED));
    }

    @Test
    void aStreamThatIsNowhereIsNot() {
        assertNull(missing.hint(ELSEWHERE, new StreamName("000000000000", "us-east-1", "nope")));
    }

    @Test
    void aStreamAskedForByTheArnOfItsOwnerIsSpokenOf() {
        var own = new StreamName(Service.ACCOUNT, Service.REGION, "orders");
        assertNotNull(missing.hint(ELSEWHERE, own));
    }

    @Test
    void whoAsksForManyNamesIsAnsweredForAFew() {
        for (int i = 0; i < 10; i++)
            missing.hint(ELSEWHERE, new StreamName("000000000000", "us-east-1", "x" + i));
        assertNull(missing.hint(ELSEWHERE, ASKED));
        service.clock.advance(Duration.ofSeconds(1));
        assertNotNull(missing.hint(ELSEWHERE, ASKED));
    }
}
