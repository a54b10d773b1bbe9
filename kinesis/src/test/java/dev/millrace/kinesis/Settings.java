package dev.millrace.kinesis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/// Settings that differ from the defaults in what a test names.
final class Settings {
    private Settings() {}

    /// The defaults but for these components, of the configuration itself or of a record in it.
    static KinesisConfig with(Object... namesAndValues) {
        Map<String, Object> changed = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            changed.put((String) namesAndValues[i], namesAndValues[i + 1]);
        try {
            var config = (KinesisConfig) with(KinesisConfig.DEFAULT, changed);
            if (!changed.isEmpty()) throw new AssertionError("no settings " + changed);
            return config;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) throw refusal;
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Record with(Record defaults, Map<String, Object> changed)
            throws ReflectiveOperationException {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object given = changed.remove(components[i].getName());
            Object old = components[i].getAccessor().invoke(defaults);
            if (given == null) values[i] = old instanceof Record inner ? with(inner, changed) : old;
            else if (types[i] == long.class) values[i] = ((Number) given).longValue();
            else values[i] = given;
        }
        return defaults.getClass().getDeclaredConstructor(types).newInstance(values);
    }
}
