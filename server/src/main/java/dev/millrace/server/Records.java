package dev.millrace.server;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/// Reads and rebuilds configuration records by the names of their components.
final class Records {
    private Records() {}

    static Object component(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether a component holds settings of its own, rather than being one.
    static boolean isRoom(Object component) {
        return component instanceof Record && !(component instanceof ListSetting);
    }

    /// A record like `from`, but for the values given by key (`log.journal-bytes`).
    ///
    /// @throws InvalidRecordException if a record refuses its values
    static <R extends Record> R with(R from, Map<String, Object> values)
            throws InvalidRecordException {
        return with("", from, values);
    }

    @SuppressWarnings("unchecked") // the canonical constructor of R's own class
    private static <R extends Record> R with(String prefix, R from, Map<String, Object> values)
            throws InvalidRecordException {
        RecordComponent[] components = from.getClass().getRecordComponents();
        var arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + Setting.kebab(components[i].getName());
            Object old = component(from, components[i]);
            if (isRoom(old)) arguments[i] = with(key + ".", (Record) old, values);
            else arguments[i] = values.getOrDefault(key, old);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<?> constructor = from.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (R) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal)
                throw new InvalidRecordException(prefix, refusal);
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A configuration record's own constructor refused its values.
    static final class InvalidRecordException extends Exception {
        private InvalidRecordException(String prefix, IllegalArgumentException refusal) {
            super(prefix.replaceFirst("\\.$", ": ") + refusal.getMessage());
        }
    }
}
