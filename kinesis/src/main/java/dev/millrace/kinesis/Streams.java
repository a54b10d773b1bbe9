package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.CatalogDecisions;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Decision;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamKey;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The shell around the catalog: finds streams, and changes them one decision at a time.
final class Streams {
    private static final Logger LOG = System.getLogger(Streams.class.getName());

    /// Region, account and name of a stream's ARN, which the model has checked loosely.
    private static final Pattern ARN =
            Pattern.compile("arn:aws[^:]*:kinesis:([^:]*):(\\d{12}):stream/([^/:]+)");

    private final Catalog catalog;
    private final CatalogDecisions decisions;
    private final Ledger ledger;
    private final Clock clock;

    /// Makes a new store's first command durable.
    Streams(Catalog catalog, CatalogDecisions decisions, Ledger ledger, Clock clock)
            throws StorageException, InterruptedException {
        this.catalog = catalog;
        this.decisions = decisions;
        this.ledger = ledger;
        this.clock = clock;
        submit((deciding, nowMs) -> deciding.found());
    }

    Catalog catalog() {
        return catalog;
    }

    Clock clock() {
        return clock;
    }

    /// Which stream a request speaks of.
    ///
    /// @throws ApiException if it names none, or two different ones
    StreamKey key(Caller caller, @Nullable String name, @Nullable String arn, @Nullable String id)
            throws ApiException {
        StreamKey key =
                name == null ? null : new StreamKey(caller.account(), caller.region(), name);
        if (arn != null) {
            Matcher parts = ARN.matcher(arn);
            if (!parts.matches())
                throw KinesisErrors.invalidArgument("StreamARN " + arn + " names no stream.");
            var ofArn = new StreamKey(parts.group(2), parts.group(1), parts.group(3));
            if (name != null && !ofArn.name().equals(name))
                throw KinesisErrors.invalidArgument(
                        "StreamName %s and StreamARN %s do not name the same stream."
                                .formatted(name, arn));
            key = ofArn;
        }
        if (id != null) {
            Stream stream = catalog.streamOfId(id);
            if (stream == null || (key != null && !stream.key().equals(key)))
                throw KinesisErrors.invalidArgument(
                        stream == null
                                ? "StreamId " + id + " names no stream."
                                : "StreamId %s is not that of stream %s."
                                        .formatted(id, stream.name()));
            key = stream.key();
        }
        if (key == null)
            throw KinesisErrors.invalidArgument(
                    "One of StreamName, StreamARN or StreamId must be provided.");
        return key;
    }

    Stream require(StreamKey key) throws ApiException {
        Stream stream = catalog.stream(key);
        if (stream == null) throw KinesisErrors.streamNotFound(key);
        return stream;
    }

    /// A request to change something.
    interface Deciding {
        Decision decide(CatalogDecisions decisions, long nowMs);
    }

    /// Decides, makes the decision durable and applied, and returns; or throws the API's error.
    /// Blocks.
    void change(Deciding deciding) throws ApiException, InterruptedException {
        try {
            if (submit(deciding) instanceof Refusal refusal) throw KinesisErrors.of(refusal);
        } catch (StorageException e) {
            LOG.log(Level.ERROR, "a change to a stream did not become durable", e);
            throw KinesisErrors.internalFailure();
        }
    }

    /// The same for changes that no client asked for.
    ///
    /// @return whether anything changed
    boolean proceed(Deciding deciding) throws StorageException, InterruptedException {
        return submit(deciding) instanceof Decision.Change;
    }

    /// One decision at a time: the next one must see what this one did.
    private synchronized Decision submit(Deciding deciding)
            throws StorageException, InterruptedException {
        Decision decision = deciding.decide(decisions, clock.wallMs());
        if (decision instanceof Decision.Change(byte[] command, var changes))
            ledger.submit(command, changes);
        return decision;
    }
}
