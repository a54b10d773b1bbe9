package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.CborReader;
import dev.millrace.model.CborTime;
import dev.millrace.model.CborWriter;
import dev.millrace.model.ShapeReader;
import dev.millrace.model.ShapeWriter;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Smithy's rpc-v2-cbor: what newer SDKs speak to CloudWatch. The operation is named by the path,
/// `/service/<Service>/operation/<Operation>`.
public final class RpcCbor extends DocumentProtocol {
    public static final RpcCbor V2 = new RpcCbor();

    /// The header that requests and answers bear.
    public static final String HEADER = "smithy-protocol";

    public static final String NAME = "rpc-v2-cbor";

    private RpcCbor() {
        super("application/cbor");
    }

    /// A blob is a part of the body.
    @Override
    public boolean copies() {
        return false;
    }

    @Override
    public Map<String, String> headers(@Nullable ApiException error) {
        return Map.of(HEADER, NAME);
    }

    @Override
    ShapeReader reader(Blob body) {
        return new CborReader(body.array(), body.offset(), body.length(), CborTime.SECONDS);
    }

    @Override
    ShapeWriter writer(long capacity) {
        return new CborWriter(capacity, CborTime.SECONDS);
    }
}
