package dev.millrace.simulation;

import dev.millrace.model.MemberName;
import dev.millrace.model.MemberNames;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeReader;
import dev.millrace.model.ShapeType;
import dev.millrace.model.ShapeWriter;
import dev.millrace.model.Violations;

import org.jspecify.annotations.Nullable;

/// An error as a client reads it.
record ErrorDocument(String type, @Nullable String message) implements Shape {
    private static final MemberNames MEMBERS = MemberNames.of("__type", "message", "Message");

    static final ShapeType<ErrorDocument> TYPE =
            new ShapeType<>() {
                @Override
                public @Nullable ErrorDocument readNullable(ShapeReader in) {
                    if (!in.beginStructure()) return null;
                    String type = null;
                    String message = null;
                    for (int member; (member = in.nextMember(MEMBERS)) >= 0; )
                        if (member == 0) type = in.readString();
                        else message = in.readString();
                    return new ErrorDocument(type == null ? "" : type, message);
                }

                @Override
                public ErrorDocument empty() {
                    return new ErrorDocument("", null);
                }

                @Override
                public void validate(ErrorDocument value, Violations violations) {}
            };

    @Override
    public void write(ShapeWriter out) {
        out.beginStructure();
        out.member(MemberName.of("__type"), type);
        out.member(MemberName.of("message"), message);
        out.endStructure();
    }

    @Override
    public long roughSize() {
        return 256;
    }
}
