package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

/// Which stream a request speaks of: by name, by ARN, by id, or by several that agree.
final class StreamAddress {
    private final Catalog catalog;
    private final MissingStreams missing;

    StreamAddress(Catalog catalog, MissingStreams missing) {
        this.catalog = catalog;
        this.missing = missing;
    }

    /// The stream's name; there need not be such a stream.
    StreamName name(Caller caller, @Nullable String name, @Nullable String arn, @Nullable String id)
            throws ApiException {
        StreamName found = resolve(caller, name, arn, id);
        if (catalog.find(found) == null) missing.note(caller, found);
        return found;
    }

    private StreamName resolve(
            Caller caller, @Nullable String name, @Nullable String arn, @Nullable String id)
            throws ApiException {
        StreamName found = null;
        if (name != null) found = new StreamName(caller.account(), caller.region(), name);
        if (arn != null) found = agreed(found, byArn(caller, arn));
        if (id != null) found = agreed(found, byId(caller, id));
        if (found == null)
            throw ApiErrors.invalidArgument(
                    "Either StreamName, StreamARN or StreamId should be provided.");
        return found;
    }

    /// The stream, in any state.
    Stream stream(Caller caller, @Nullable String name, @Nullable String arn, @Nullable String id)
            throws ApiException {
        StreamName resolved = resolve(caller, name, arn, id);
        Stream stream = catalog.find(resolved);
        if (stream == null) missing.note(caller, resolved);
        return require(resolved);
    }

    /// The stream of this name, in any state.
    Stream require(StreamName name) throws ApiException {
        Stream stream = catalog.find(name);
        if (stream == null) throw ApiErrors.of(new Refusal.StreamNotFound(name));
        return stream;
    }

    /// Whether a request that carries an iterator or a token may go on in the stream that this is
    /// of: the one that the request names or, if it names none, one of the caller's own.
    boolean admits(Caller caller, @Nullable String arn, @Nullable String id, StreamName stream)
            throws ApiException {
        if (arn != null || id != null) return stream.equals(name(caller, null, arn, id));
        return isOwn(caller, stream);
    }

    /// Whether a stream is in the caller's own name space. Others' are not to be had: that takes a
    /// resource policy.
    static boolean isOwn(Caller caller, StreamName stream) {
        return stream.account().equals(caller.account()) && stream.region().equals(caller.region());
    }

    private static StreamName agreed(@Nullable StreamName one, StreamName other)
            throws ApiException {
        if (one == null || one.equals(other)) return other;
        throw ApiErrors.invalidArgument(
                "StreamName, StreamARN and StreamId do not name the same stream.");
    }

    private StreamName byArn(Caller caller, String arn) throws ApiException {
        StreamName name = StreamArn.parse(arn);
        if (name == null) throw ApiErrors.invalidArgument("Invalid StreamARN: " + arn);
        if (!isOwn(caller, name)) {
            missing.note(caller, name);
            throw ApiErrors.of(new Refusal.StreamNotFound(name));
        }
        return name;
    }

    private StreamName byId(Caller caller, String id) throws ApiException {
        Stream stream = catalog.findId(id);
        if (stream == null || !isOwn(caller, stream.name()))
            throw ApiErrors.invalidArgument("Invalid StreamId: " + id);
        return stream.name();
    }
}
