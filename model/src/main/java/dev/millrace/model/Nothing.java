package dev.millrace.model;

/// The output of an operation that has none: answered with a body of zero bytes.
public enum Nothing implements Shape {
    NOTHING;

    public static final ShapeType<Nothing> TYPE =
            new ShapeType<>() {
                @Override
                public Nothing readNullable(ShapeReader in) {
                    in.skipValue();
                    return NOTHING;
                }

                @Override
                public Nothing empty() {
                    return NOTHING;
                }

                @Override
                public void validate(Nothing value, Violations violations) {}
            };

    @Override
    public void write(ShapeWriter out) {}

    @Override
    public long roughSize() {
        return 0;
    }
}
