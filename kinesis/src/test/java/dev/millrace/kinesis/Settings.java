package dev.millrace.kinesis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/// Settings that differ from the defaults in what a test names.
final class Settings {
    private Settings() {}

    /// The defaults but for these components.
    static KinesisConfig with(Object... namesAndValues) {
        Map<String, Object> changed = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            changed.put((String) namesAndValues[i], namesAndValues[i + 1]);
        try {
            RecordComponent[] components = KinesisConfig.class.getRecordComponents();
            var types = new Class<?>[components.length];
            var values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object given = changed.remove(components[i].getName());
                values[i] =
                        given == null
                                ? components[i].getAccessor().invoke(KinesisConfig.DEFAULT)
                                : types[i] == long.class
                                        ? (Object) ((Number) given).longValue()
                                        : given;
            }
            if (!changed.isEmpty()) throw new AssertionError("no settings " + changed);
            return KinesisConfig.class.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) throw refusal;
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
