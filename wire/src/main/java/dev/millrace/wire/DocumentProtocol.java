package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.MemberName;
import dev.millrace.model.Nothing;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeReader;
import dev.millrace.model.ShapeType;
import dev.millrace.model.ShapeWriter;

import java.util.Set;

/// A protocol whose bodies are one document: JSON or CBOR, of the same structure.
public abstract sealed class DocumentProtocol implements Protocol permits AwsJson, AwsCbor {
    private static final Blob EMPTY = Blob.of(new byte[0]);
    private static final int ERROR_CAPACITY = 512;
    private static final MemberName TYPE = MemberName.of("__type");
    private static final MemberName MESSAGE = MemberName.of("message");

    /// The services spell these ones' messages with a capital letter.
    private static final Set<String> SHOUTING =
            Set.of("SerializationException", "TransactionCanceledException");

    private static final MemberName SHOUTED_MESSAGE = MemberName.of("Message");

    private final String contentType;

    DocumentProtocol(String contentType) {
        this.contentType = contentType;
    }

    abstract ShapeReader reader(Blob body);

    abstract ShapeWriter writer(long capacity);

    /// What an error is called on the wire.
    String errorName(ApiException error) {
        return error.type();
    }

    @Override
    public final String contentType() {
        return contentType;
    }

    @Override
    public final <T extends Shape> Decoded<T> decode(ShapeType<T> type, Blob body) {
        ShapeReader reader = reader(body);
        T shape = type.read(reader);
        reader.end();
        return new Decoded<>(shape, reader.fault());
    }

    @Override
    public final void check(Blob body) {
        ShapeReader reader = reader(body);
        reader.skipValue();
        reader.end();
    }

    @Override
    public final Blob encode(Shape output) {
        if (output == Nothing.NOTHING) return EMPTY;
        ShapeWriter writer = writer(output.roughSize());
        output.write(writer);
        return Blob.of(writer.array(), 0, writer.length());
    }

    @Override
    public final Blob encode(ApiException error) {
        ShapeWriter writer = writer(ERROR_CAPACITY);
        writer.beginStructure();
        writer.member(TYPE, errorName(error));
        writer.member(
                SHOUTING.contains(error.type()) ? SHOUTED_MESSAGE : MESSAGE, error.getMessage());
        ApiException.ErrorMembers members = error.members();
        if (members != null) members.write(writer);
        writer.endStructure();
        return Blob.of(writer.array(), 0, writer.length());
    }
}
