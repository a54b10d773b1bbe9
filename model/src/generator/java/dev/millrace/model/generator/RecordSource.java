package dev.millrace.model.generator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    }

    private String javaType(ServiceModel.Shape shape) {
        return switch (shape.type()) {
            case "string" -> "String";
            case "integer" -> "Integer";
            case "long" -> "Long";
            case "double" -> "Double";
            case "boolean" -> "Boolean";
            case "timestamp" -> "Instant";
            case "blob" -> "Blob";
            case "structure" -> shape.name();
            case "list" -> "List<" + javaType(element(shape)) + ">";
            case "map" -> "Map<String, " + javaType(element(shape)) + ">";
            default -> throw unsupported(shape);
        };
    }

    /// What a list's elements or a map's values are.
    private ServiceModel.Shape element(ServiceModel.Shape collection) {
        if (collection.type().equals("list")) return model.shape(collection.part("member"));
        if (!model.shape(collection.part("key")).type().equals("string"))
            throw unsupported(collection);
        return model.shape(collection.part("value"));
    }

    private static boolean isCollection(ServiceModel.Shape shape) {
        return shape.type().equals("list") || shape.type().equals("map");
    }

    /// Whether it is a collection of anything but texts.
    private boolean isRich(ServiceModel.Shape shape) {
        return isCollection(shape) && !element(shape).type().equals("string");
    }

    /// The rich collections that members are, or that are in them without a structure between.
    private Set<ServiceModel.Shape> richCollections() {
        Set<ServiceModel.Shape> found = new LinkedHashSet<>();
        for (Member m : members)
            for (ServiceModel.Shape shape = m.shape;
                    isRich(shape) && found.add(shape);
                    shape = element(shape)) {}
        return found;
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
        for (String used :
                List.of(
                        "time.Instant",
                        "util.ArrayList",
                        "util.LinkedHashMap",
                        "util.List",
                        "util.Map")) line("import java.%s;", used);
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
                    i, members.get(i).component, read(members.get(i).shape));
        line("                default -> throw new AssertionError(member);");
        line("            }");
        line("        }");
        line("        return new %s(%s);", name(), join(m -> m.component, ", "));
        line("    }");
        line("");
        richCollections().forEach(this::collectionReader);
    }

    private String read(ServiceModel.Shape shape) {
        return switch (shape.type()) {
            case "string" -> "in.readString()";
            case "integer" -> "in.readInteger()";
            case "long" -> "in.readLong()";
            case "double" -> "in.readDouble()";
            case "boolean" -> "in.readBoolean()";
            case "timestamp" -> "in.readTimestamp()";
            case "blob" -> "in.readBlob()";
            case "structure" -> shape.name() + ".readFrom(in)";
            case "list" ->
                    isRich(shape)
                            ? "read" + shape.name() + "(in)"
                            : "in.readStrings(%s)".formatted(RulesSource.max(shape));
            case "map" ->
                    isRich(shape)
                            ? "read" + shape.name() + "(in)"
                            : "in.readStringMap(%s)".formatted(RulesSource.max(shape));
            default -> throw unsupported(shape);
        };
    }

    private void collectionReader(ServiceModel.Shape shape) {
        String max = RulesSource.max(shape);
        boolean bounded = shape.max(Integer.MAX_VALUE) < Integer.MAX_VALUE;
        boolean isList = shape.type().equals("list");
        String type = javaType(element(shape));
        if (bounded) line("    /// Keeps one more than the model allows: too many have to show.");
        line(
                "    private static @Nullable %s read%s(ShapeReader in) {",
                javaType(shape), shape.name());
        line("        if (!in.%s()) return null;", isList ? "beginList" : "beginMap");
        if (isList) line("        var elements = new ArrayList<%s>();", type);
        else line("        var elements = new LinkedHashMap<String, %s>();", type);
        line(
                isList
                        ? "        while (in.nextElement()) {"
                        : "        for (String key; (key = in.nextKey()) != null; ) {");
        line("            %s element = %s;", type, read(element(shape)));
        line(
                "            %selements.%s;",
                bounded ? "if (elements.size() <= " + max + ") " : "",
                isList ? "add(element)" : "put(key, element)");
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
            if (!isRich(m.shape)) {
                line("        out.member(%s, %s);", m.nameConstant(), m.component);
                continue;
            }
            line("        if (%s != null) {", m.component);
            line("            out.member(%s);", m.nameConstant());
            line("            %s;", write(m.shape, m.component));
            line("        }");
        }
        line("        out.endStructure();");
        line("    }");
        line("");
        richCollections().forEach(this::collectionWriter);
    }

    private String write(ServiceModel.Shape shape, String value) {
        return switch (shape.type()) {
            case "string" -> "out.string(" + value + ")";
            case "integer", "long" -> "out.number(" + value + ")";
            case "double" -> "out.real(" + value + ")";
            case "boolean" -> "out.bool(" + value + ")";
            case "timestamp" -> "out.timestamp(" + value + ")";
            case "blob" -> "out.blob(" + value + ")";
            case "structure" -> value + ".write(out)";
            case "list" ->
                    isRich(shape)
                            ? "write" + shape.name() + "(out, " + value + ")"
                            : "out.strings(" + value + ")";
            case "map" ->
                    isRich(shape)
                            ? "write" + shape.name() + "(out, " + value + ")"
                            : "out.stringMap(" + value + ")";
            default -> throw unsupported(shape);
        };
    }

    private void collectionWriter(ServiceModel.Shape shape) {
        boolean isList = shape.type().equals("list");
        String type = javaType(element(shape));
        line(
                "    private static void write%s(ShapeWriter out, %s value) {",
                shape.name(), javaType(shape));
        line("        out.begin%s(value.size());", isList ? "List" : "Map");
        if (isList) {
            line("        for (%s element : value) %s;", type, write(element(shape), "element"));
        } else {
            line("        for (Map.Entry<String, %s> entry : value.entrySet()) {", type);
            line("            out.key(entry.getKey());");
            line("            %s;", write(element(shape), "entry.getValue()"));
            line("        }");
        }
        line("        out.end%s();", isList ? "List" : "Map");
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
                        case "map" ->
                                element(m.shape).isStructure()
                                        ? "for (var entry : %s.entrySet()) size +="
                                                + " entry.getKey().length()"
                                                + " + entry.getValue().roughSize();"
                                        : "size += " + STRINGS + " * %s.size();";
                        case "list" ->
                                element(m.shape).isStructure()
                                        ? "for (var element : %s) size += element.roughSize();"
                                        : "size += " + STRINGS + " * %s.size();";
                        default -> "";
                    };
            if (!size.isEmpty())
                line("        if (%s != null) %s", m.component, size.formatted(m.component));
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
        if (rules.reachesRule(m.shape)) checkInside(m.shape, m.component);
    }

    private void checkInside(ServiceModel.Shape shape, String component) {
        String value = "value." + component;
        if (!shape.isStructure() && !isRich(shape)) return;
        line("        if (%s != null) {", value);
        line("            violations.enter(\"%s\");", component);
        checkParts(shape, value, "            ", 1);
        line("            violations.leave();");
        line("        }");
    }

    /// @param value what is not null
    /// @param level how many collections down, for names
    private void checkParts(ServiceModel.Shape shape, String value, String indent, int level) {
        if (shape.isStructure()) {
            line("%s%s.check(%s, violations);", indent, shape.name(), value);
            return;
        }
        ServiceModel.Shape element = element(shape);
        boolean isList = shape.type().equals("list");
        String part = "part" + level;
        if (isList) {
            line("%sint number%d = 0;", indent, level);
            line("%sfor (%s %s : %s) {", indent, javaType(element), part, value);
            line("%s    violations.element(++number%d);", indent, level);
        } else {
            line(
                    "%sfor (Map.Entry<String, %s> entry%d : %s.entrySet()) {",
                    indent, javaType(element), level, value);
            line("%s    %s %s = entry%d.getValue();", indent, javaType(element), part, level);
            line("%s    violations.entry(entry%d.getKey());", indent, level);
        }
        line("%s    if (%s == null) violations.missingElement();", indent, part);
        line("%s    else {", indent);
        String rule = rules.rule(element);
        if (rule != null && isCollection(element))
            line("%s        violations.check(null, %s, %s);", indent, part, rule);
        if (element.isStructure()) checkParts(element, part, indent + "        ", level + 1);
        else if (isRich(element) && rules.reachesRule(element)) {
            line("%s        violations.enter(null);", indent);
            checkParts(element, part, indent + "        ", level + 1);
            line("%s        violations.leave();", indent);
        }
        line("%s    }", indent);
        line("%s}", indent);
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
