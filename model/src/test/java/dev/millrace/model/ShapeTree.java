package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Generated records as trees of maps, lists and scalars under the model's own names, by
/// reflection: what their readers and writers are held against. Makes random ones, too.
final class ShapeTree {
    private static final PublishedModel MODEL = new PublishedModel();

    private ShapeTree() {}

    /// A structure's members by the names that the model gives them, null where absent.
    static final class Members extends LinkedHashMap<String, @Nullable Object> {}

    static Members of(Shape shape) {
        var tree = new Members();
        JsonNode members = MODEL.shape(shape.getClass().getSimpleName()).get("members");
        members.fieldNames()
                .forEachRemaining(
                        member -> {
                            if (isEventStream(members.get(member))) return; // sent apart
                            Object value = component(shape, PublishedModel.component(member));
                            tree.put(member, value == null ? null : tree(value));
                        });
        return tree;
    }

    private static boolean isEventStream(JsonNode member) {
        return MODEL.shape(member.get("shape").asText()).path("eventstream").asBoolean();
    }

    private static @Nullable Object component(Shape shape, String name) {
        try {
            return shape.getClass().getMethod(name).invoke(shape);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object tree(Object value) {
        return switch (value) {
            case Shape shape -> of(shape);
            case List<?> list -> list.stream().map(ShapeTree::tree).toList();
            default -> value;
        };
    }

    /// A shape of `type` with about half of its members present, whatever its constraints.
    static <T extends Shape> T random(Class<T> type, Random random) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++)
                if (random.nextInt(5) < 3)
                    values[i] = value(components[i].getGenericType(), random);
            Constructor<T> constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object value(Type type, Random random) {
        if (type == String.class) return string(random);
        if (type == Integer.class) return (int) (number(random) >> 32);
        if (type == Long.class) return number(random);
        if (type == Boolean.class) return random.nextBoolean();
        if (type == Instant.class) return instant(random);
        if (type == Blob.class) return blob(random);
        if (type instanceof ParameterizedType collection) {
            Type[] elements = collection.getActualTypeArguments();
            return elements.length == 1 ? list(elements[0], random) : map(random);
        }
        return random(((Class<?>) type).asSubclass(Shape.class), random);
    }

    private static List<Object> list(Type element, Random random) {
        var list = new ArrayList<Object>();
        for (int i = random.nextInt(4); i > 0; i--) list.add(value(element, random));
        return list;
    }

    private static Map<String, Object> map(Random random) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(4); i > 0; i--) map.put(string(random), string(random));
        return map;
    }

    private static long number(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochMilli(random.nextLong() >> (20 + random.nextInt(44)));
    }

    private static Blob blob(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 3000 : 40)];
        random.nextBytes(bytes);
        int from = random.nextBoolean() ? 0 : random.nextInt(bytes.length + 1);
        return Blob.of(bytes, from, bytes.length - from);
    }

    static String string(Random random) {
        var text = new StringBuilder();
        int kind = random.nextInt(4);
        for (int i = random.nextInt(30); i > 0; i--)
            text.appendCodePoint(
                    switch (random.nextInt(4) < kind ? random.nextInt(5) : 0) {
                        case 0 -> random.nextInt(' ', 0x7f);
                        case 1 -> random.nextInt(' ');
                        case 2 -> random.nextInt(0x7f, 0x800);
                        case 3 -> random.nextInt(0x800, 0xd800);
                        default -> random.nextInt(0xe000, 0x110000);
                    });
        return text.toString();
    }
}
