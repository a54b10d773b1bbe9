package dev.millrace.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the value of a setting is written, both ways: `64MiB`, `500ms`, `true`, `aws`.
///
/// A number counts bytes when its setting's name speaks of `bytes`; only then does it take a unit.
final class Notation {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d[\\d_]*)\\s*([A-Za-z]*)");

    private static final Map<String, Long> BYTES = new LinkedHashMap<>();
    private static final Map<String, Long> MILLISECONDS = new LinkedHashMap<>();

    static {
        BYTES.put("B", 1L);
        BYTES.put("KiB", 1L << 10);
        BYTES.put("MiB", 1L << 20);
        BYTES.put("GiB", 1L << 30);
        BYTES.put("kB", 1_000L);
        BYTES.put("MB", 1_000_000L);
        BYTES.put("GB", 1_000_000_000L);
        MILLISECONDS.put("ms", 1L);
        MILLISECONDS.put("s", 1_000L);
        MILLISECONDS.put("m", 60_000L);
        MILLISECONDS.put("h", 3_600_000L);
        MILLISECONDS.put("d", 86_400_000L);
    }

    private Notation() {}

    /// @throws IllegalArgumentException saying what is expected instead
    static Object parse(Class<?> type, boolean bytes, String text) {
        if (type == int.class) {
            long value = number(bytes, text);
            if (value > Integer.MAX_VALUE)
                throw new IllegalArgumentException("at most " + Integer.MAX_VALUE);
            return (int) value;
        }
        if (type == long.class) return number(bytes, text);
        if (type == double.class) return fraction(text);
        if (type == boolean.class)
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("expected true or false");
            };
        if (type == Duration.class) return duration(text);
        if (type == Path.class) return Path.of(text);
        if (type.isEnum()) return constant(type, text);
        if (ListSetting.class.isAssignableFrom(type)) return ListSetting.parse(type, text);
        return text;
    }

    static String print(boolean bytes, Object value) {
        return switch (value) {
            case Number number when bytes ->
                    withUnit(number.longValue(), BYTES, List.of("GiB", "MiB", "KiB", "B"));
            case Duration duration ->
                    withUnit(duration.toMillis(), MILLISECONDS, List.of("h", "m", "s", "ms"));
            case Enum<?> constant -> name(constant);
            default -> value.toString();
        };
    }

    /// What may be written for a setting, for a table.
    static String kind(Class<?> type, boolean bytes) {
        if (type == int.class || type == long.class) return bytes ? "size" : "number";
        if (type == boolean.class) return "true, false";
        if (type == Duration.class) return "duration";
        if (type == Path.class) return "path";
        if (type.isEnum()) return String.join(", ", names(type));
        if (ListSetting.class.isAssignableFrom(type)) return "list";
        return "text";
    }

    private static long number(boolean bytes, String text) {
        String expected = bytes ? "expected a size such as 64MiB" : "expected a whole number";
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) throw new IllegalArgumentException(expected);
        String unit = matcher.group(2);
        Long factor = unit.isEmpty() ? Long.valueOf(1) : bytes ? BYTES.get(unit) : null;
        if (factor == null)
            throw new IllegalArgumentException(
                    expected
                            + (bytes ? " (units: " + String.join(", ", BYTES.keySet()) + ")" : ""));
        return product(matcher.group(1), factor);
    }

    private static double fraction(String text) {
        if (!text.matches("\\d+(\\.\\d+)?"))
            throw new IllegalArgumentException("expected a number such as 0.05");
        return Double.parseDouble(text);
    }

    private static Duration duration(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (text.equals("0")) return Duration.ZERO;
        Long factor = matcher.matches() ? MILLISECONDS.get(matcher.group(2)) : null;
        if (factor == null)
            throw new IllegalArgumentException(
                    "expected a duration such as 500ms (units: "
                            + String.join(", ", MILLISECONDS.keySet())
                            + ")");
        return Duration.ofMillis(product(matcher.group(1), factor));
    }

    private static long product(String digits, long factor) {
        try {
            return Math.multiplyExact(Long.parseLong(digits.replace("_", "")), factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("too large", e);
        }
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants())
            if (name((Enum<?>) constant).equals(text)) return constant;
        throw new IllegalArgumentException(
                "expected one of "
                        + String.join(", ", names(type))
                        + Suggestion.forName(text, names(type)));
    }

    private static List<String> names(Class<?> type) {
        var names = new ArrayList<String>();
        for (Object constant : type.getEnumConstants()) names.add(name((Enum<?>) constant));
        return names;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The number in the first of these units that divides it.
    private static String withUnit(long value, Map<String, Long> units, List<String> printed) {
        if (value == 0) return "0";
        for (String unit : printed) {
            Long factor = units.get(unit);
            if (factor != null && value % factor == 0) return value / factor + unit;
        }
        return Long.toString(value);
    }
}
