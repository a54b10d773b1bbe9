package dev.millrace.kinesis;

import dev.millrace.model.Caller;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenBucket;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// Says in the log when a stream that a request asks for exists, but elsewhere: under another
/// account or in another region. The answer must not say so. Any thread.
final class MissingStreams {
    private static final System.Logger LOG = System.getLogger(MissingStreams.class.getName());

    /// Between two lines about one name.
    private static final long PAUSE_NS = 60_000_000_000L;

    /// Names that are remembered, and so not spoken of again too soon.
    private static final int MOST_NAMES = 1_000;

    /// Looks through all streams, a second.
    private static final int LOOKS = 10;

    private final Catalog catalog;
    private final Clock clock;
    private final TokenBucket looks; // guarded by this

    /// When each name was spoken of last, the eldest first; guarded by this.
    private final Map<StreamName, Long> spokenNs = new LinkedHashMap<>();

    MissingStreams(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
        looks = new TokenBucket(LOOKS, LOOKS, clock.nanos());
    }

    /// A request asked for a stream that it cannot have.
    void note(Caller caller, StreamName asked) {
        String line = hint(caller, asked);
        if (line != null) LOG.log(System.Logger.Level.WARNING, line);
    }

    /// What there is to say, or null if it is nothing or was said lately.
    @Nullable String hint(Caller caller, StreamName asked) {
        if (!isDue(asked, clock.nanos())) return null;
        Stream found = elsewhere(caller, asked);
        if (found == null) return null;
        return "stream %s: asked for by account %s in region %s,"
                        .formatted(asked.name(), caller.account(), caller.region())
                + " but it is in account %s, region %s."
                        .formatted(found.name().account(), found.name().region())
                + " A request's region is its signature's; its account is its access key where"
                + " that is twelve digits, else gateway.account";
    }

    private synchronized boolean isDue(StreamName asked, long nowNs) {
        Long last = spokenNs.get(asked);
        if (last != null && nowNs - last < PAUSE_NS) return false;
        if (!looks.tryTake(1, nowNs)) return false;
        spokenNs.remove(asked);
        spokenNs.put(asked, nowNs);
        if (spokenNs.size() > MOST_NAMES) spokenNs.remove(spokenNs.keySet().iterator().next());
        return true;
    }

    /// Where exactly the request asked, if it is there; else anywhere.
    private @Nullable Stream elsewhere(Caller caller, StreamName asked) {
        Stream exact = catalog.find(asked);
        if (exact != null) return exact;
        for (Stream stream : catalog.streams()) {
            StreamName name = stream.name();
            boolean here =
                    name.account().equals(caller.account())
                            && name.region().equals(caller.region());
            if (name.name().equals(asked.name()) && !here) return stream;
        }
        return null;
    }
}
