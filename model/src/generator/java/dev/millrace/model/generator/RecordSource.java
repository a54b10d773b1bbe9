package dev.millrace.model.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The record of one structure: its components, reader, writer, validator and builder.
final class RecordSource {
    /// Bytes that a number or a point in time takes, quotes and punctuation included.
    private static final int SCALAR = 26;

    /// Bytes that an entry takes in a list or map of strings, more or less.
    private static final int STRINGS = 64;

    private final ServiceModel model;
    private final RulesSource rules;
    private final String packageName;
    private final ServiceModel.Shape structure;
    private final boolean checked;
    private final ServiceModel.Shape union;
    private final List<Member> members = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /// @param checked whether an input reaches the structure, so that constraints apply
    RecordSource(
            ServiceModel model,
            RulesSource rules,
            String packageName,
            ServiceModel.Shape structure,
            boolean checked) {
        this.model = model;
        this.rules = rules;
        this.packageName = packageName;
        this.structure = structure;
        this.checked = checked;
        model.documentMembers(structure)
                .forEach((name, shape) -> members.add(new Member(name, shape)));
        union = model.unionOf(structure);
    }

    private final class Member {
        final String name;
        final String component;
        final ServiceModel.Shape shape;

        Member(String name, ServiceModel.Shape shape) {
            this.name = name;
            this.shape = shape;
            component = JavaNames.component(name);
        }

        String javaType() {
            return RecordSource.this.javaType(shape);
        }

        String nameConstant() {
            return "NAME_" + JavaNames.constant(name);
        }

        /// The list's element if it is a structure, else null.
        ServiceModel.Shape structureElement() {
            if (!shape.type().equals("list")) return null;
            ServiceModel.Shape element = model.shape(shape.part("member"));
            return element.isStructure() ? element : null;
        }
    }

    private String javaType(ServiceModel.Shape shape) {
        return switch (shape.type()) {
            case "string" -> "String";
            case "integer" -> "Integer";
            case "long" -> "Long";
            case "boolean" -> "Boolean";
            case "timestamp" -> "Instant";
            case "blob" -> "Blob";
            case "structure" -> shape.name();
            case "list" -> "List<" + element(shape, "member") + ">";
            case "map" -> "Map<" + element(shape, "key") + ", " + element(shape, "value") + ">";
            default -> throw unsupported(shape);
        };
    }

    private String element(ServiceModel.Shape collection, String part) {
        ServiceModel.Shape element = model.shape(collection.part(part));
        boolean isStructure = element.isStructure() && collection.type().equals("list");
        if (!isStructure && !element.type().equals("string")) throw unsupported(collection);
        return javaType(element);
    }

    private static IllegalArgumentException unsupported(ServiceModel.Shape shape) {
        return new IllegalArgumentException(
                "the generator does not know how to write " + shape.type() + " " + shape.name());
    }

    String text() {
        header();
        names();
        reader();
        writer();
        texts();
        roughSize();
        validator();
        if (union != null) eventType();
        type();
        builder();
        line("}");
        return text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(format.formatted(arguments)).append('\n');
    }

    private String join(Function<Member, String> each, String between) {
        return members.stream().map(each).collect(Collectors.joining(between));
    }

    private void header() {
        line("package %s;", packageName);
        line("");
        for (String used :
                List.of(
                        "Blob",
                        "MemberName",
                        "MemberNames",
                        "Shape",
                        "ShapeReader",
                        "ShapeType",
                        "ShapeWriter",
                        "Violations")) line("import dev.millrace.model.%s;", used);
        line("");
        line("import org.jspecify.annotations.Nullable;");
        line("");
        for (String used : List.of("time.Instant", "util.ArrayList", "util.List", "util.Map"))
            line("import java.%s;", used);
        line("");
        line(
                "/// `%s` of the published model. Takes collections over: nobody may change them",
                name());
        line("/// afterwards.");
        line(
                "public record %s(%s) implements %s {",
                name(),
                join(m -> "\n        @Nullable " + m.javaType() + " " + m.component, ","),
                union == null ? "Shape" : union.name());
    }

    private String name() {
        return structure.name();
    }

    private void names() {
        line("    public static final ShapeType<%s> TYPE = new Type();", name());
        line("");
        line(
                "    private static final %1$s EMPTY = new %1$s(%2$s);",
                name(), join(m -> "null", ", "));
        line("");
        line(
                "    private static final MemberNames MEMBERS = MemberNames.of(%s);",
                join(m -> "\n            " + JavaNames.literal(m.name), ","));
        for (Member m : members)
            line(
                    "    private static final MemberName %s = MemberName.of(%s);",
                    m.nameConstant(), JavaNames.literal(m.name));
        line("");
    }

    private void reader() {
        line("    static @Nullable %s readFrom(ShapeReader in) {", name());
        line("        if (!in.beginStructure()) return null;");
        for (Member m : members) line("        %s %s = null;", m.javaType(), m.component);
        line("        for (int member; (member = in.nextMember(MEMBERS)) >= 0; ) {");
        line("            switch (member) {");
        for (int i = 0; i < members.size(); i++)
            line(
                    "                case %d -> %s = %s;",
                    i, members.get(i).component, read(members.get(i)));
        line("                default -> throw new AssertionError(member);");
        line("            }");
        line("        }");
        line("        return new %s(%s);", name(), join(m -> m.component, ", "));
        line("    }");
        line("");
        for (Member m : members) if (m.structureElement() != null) listReader(m);
    }

    private String read(Member m) {
        return switch (m.shape.type()) {
            case "string" -> "in.readString()";
            case "integer" -> "in.readInteger()";
            case "long" -> "in.readLong()";
            case "boolean" -> "in.readBoolean()";
            case "timestamp" -> "in.readTimestamp()";
            case "blob" -> "in.readBlob()";
            case "structure" -> m.shape.name() + ".readFrom(in)";
            case "list" ->
                    m.structureElement() != null
                            ? "read" + m.name + "(in)"
                            : "in.readStrings(%s)".formatted(RulesSource.max(m.shape));
            case "map" -> "in.readStringMap(%s)".formatted(RulesSource.max(m.shape));
            default -> throw unsupported(m.shape);
        };
    }

    private void listReader(Member m) {
        String max = RulesSource.max(m.shape);
        boolean bounded = m.shape.max(Integer.MAX_VALUE) < Integer.MAX_VALUE;
        String element = m.structureElement().name();
        if (bounded) line("    /// Keeps one more than the model allows: too many have to show.");
        line("    private static @Nullable %s read%s(ShapeReader in) {", m.javaType(), m.name);
        line("        if (!in.beginList()) return null;");
        line("        var elements = new ArrayList<%s>();", element);
        line("        while (in.nextElement()) {");
        line("            %1$s element = %1$s.readFrom(in);", element);
        line(
                "            %selements.add(element);",
                bounded ? "if (elements.size() <= " + max + ") " : "");
        line("        }");
        line("        return elements;");
        line("    }");
        line("");
    }

    private void writer() {
        line("    @Override");
        line("    public void write(ShapeWriter out) {");
        line("        out.beginStructure();");
        for (Member m : members) {
            if (m.structureElement() == null) {
                line("        out.member(%s, %s);", m.nameConstant(), m.component);
                continue;
            }
            line("        if (%s != null) {", m.component);
            line("            out.member(%s);", m.nameConstant());
            line("            out.beginList(%s.size());", m.component);
            line(
                    "            for (%s element : %s) element.write(out);",
                    m.structureElement().name(), m.component);
            line("            out.endList();");
            line("        }");
        }
        line("        out.endStructure();");
        line("    }");
        line("");
    }

    private void texts() {
        List<Member> texts = members.stream().filter(m -> m.shape.type().equals("string")).toList();
        if (texts.isEmpty()) return;
        line("    @Override");
        line("    public @Nullable String text(String member) {");
        line("        return switch (member) {");
        for (Member m : texts)
            line("            case %s -> %s;", JavaNames.literal(m.name), m.component);
        line("            default -> null;");
        line("        };");
        line("    }");
        line("");
    }

    private void roughSize() {
        int names = members.stream().mapToInt(m -> m.name.length() + SCALAR).sum();
        line("    @Override");
        line("    public long roughSize() {");
        line("        long size = %d;", SCALAR + names);
        for (Member m : members) {
            String size =
                    switch (m.shape.type()) {
                        case "string" -> "size += %s.length();";
                        case "blob" -> "size += %s.length() * 4L / 3;";
                        case "structure" -> "size += %s.roughSize();";
                        case "map" -> "size += " + STRINGS + " * %s.size();";
                        case "list" ->
                                m.structureElement() == null
                                        ? "size += " + STRINGS + " * %s.size();"
                                        : "for (%2$s element : %1$s) size += element.roughSize();";
                        default -> "";
                    };
            if (size.isEmpty()) continue;
            ServiceModel.Shape element = m.structureElement();
            String name = element == null ? "" : element.name();
            line("        if (%s != null) %s", m.component, size.formatted(m.component, name));
        }
        line("        return size;");
        line("    }");
        line("");
    }

    private void validator() {
        line("    static void check(%s value, Violations violations) {", name());
        if (checked) members.forEach(this::check);
        line("    }");
        line("");
    }

    private void check(Member m) {
        if (structure.requires(m.name))
            line("        violations.required(\"%1$s\", value.%1$s);", m.component);
        String rule = rules.rule(m.shape);
        if (rule != null)
            line("        violations.check(\"%1$s\", value.%1$s, %2$s);", m.component, rule);
        if (m.shape.isStructure()) {
            line("        if (value.%s != null) {", m.component);
            line("            violations.enter(\"%s\");", m.component);
            line("            %s.check(value.%s, violations);", m.shape.name(), m.component);
            line("            violations.leave();");
            line("        }");
        } else if (m.structureElement() != null) {
            String element = m.structureElement().name();
            line("        if (value.%s != null) {", m.component);
            line("            violations.enter(\"%s\");", m.component);
            line("            int number = 0;");
            line("            for (%s element : value.%s) {", element, m.component);
            line("                violations.element(++number);");
            line("                if (element == null) violations.missingElement();");
            line("                else %s.check(element, violations);", element);
            line("            }");
            line("            violations.leave();");
            line("        }");
        }
    }

    private void eventType() {
        line("    @Override");
        line("    public String eventType() {");
        line("        return %s;", JavaNames.literal(name()));
        line("    }");
        line("");
    }

    private void type() {
        text.append(
                """
                    private static final class Type implements ShapeType<%1$s> {
                        @Override
                        public @Nullable %1$s readNullable(ShapeReader in) {
                            return readFrom(in);
                        }

                        @Override
                        public %1$s empty() {
                            return EMPTY;
                        }

                        @Override
                        public void validate(%1$s value, Violations violations) {
                            check(value, violations);
                        }
                    }

                """
                        .formatted(name()));
    }

    private void builder() {
        line("    public static Builder builder() {");
        line("        return new Builder();");
        line("    }");
        line("");
        line("    /// Members not set stay absent.");
        line("    public static final class Builder {");
        for (Member m : members)
            line("        private @Nullable %s %s;", m.javaType(), m.component);
        line("");
        line("        private Builder() {}");
        line("");
        for (Member m : members) {
            line("        public Builder %1$s(@Nullable %2$s %1$s) {", m.component, m.javaType());
            line("            this.%1$s = %1$s;", m.component);
            line("            return this;");
            line("        }");
            line("");
        }
        line("        public %s build() {", name());
        line("            return new %s(%s);", name(), join(m -> m.component, ", "));
        line("        }");
        line("    }");
    }
}
