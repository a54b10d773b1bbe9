package dev.millrace.wire;

import dev.millrace.model.Blob;
import dev.millrace.model.CborReader;
import dev.millrace.model.CborWriter;
import dev.millrace.model.ShapeReader;
import dev.millrace.model.ShapeWriter;

/// The CBOR sibling of AWS JSON 1.1: what the SDKs for Java speak.
public final class AwsCbor extends DocumentProtocol {
    public static final AwsCbor V1_1 = new AwsCbor("application/x-amz-cbor-1.1");

    private AwsCbor(String contentType) {
        super(contentType);
    }

    /// A blob is a part of the body.
    @Override
    public boolean copies() {
        return false;
    }

    @Override
    ShapeReader reader(Blob body) {
        return new CborReader(body.array(), body.offset(), body.length());
    }

    @Override
    ShapeWriter writer(long capacity) {
        return new CborWriter(capacity);
    }
}
