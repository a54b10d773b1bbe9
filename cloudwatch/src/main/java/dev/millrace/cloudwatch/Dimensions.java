package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.cloudwatch.Dimension;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A metric's dimensions, between the API's form and ours.
final class Dimensions {
    static final int MOST = 30;
    private static final int MOST_NAME = 255;
    private static final int MOST_VALUE = 1_024;

    private Dimensions() {}

    /// Reads and checks them, in the words of the service.
    ///
    /// @param path of the list, e.g. `MetricData.member.1.Dimensions`
    static SortedMap<String, String> read(@Nullable List<Dimension> dimensions, String path)
            throws ApiException {
        var read = new TreeMap<String, String>();
        if (dimensions == null) return read;
        if (dimensions.size() > MOST)
            throw CloudWatchErrors.invalidValue(
                    "The collection " + path + " must not have a size greater than " + MOST + ".");
        int number = 0;
        for (Dimension dimension : dimensions) {
            String member = path + ".member." + ++number;
            String name = dimension == null ? null : dimension.name();
            String value = dimension == null ? null : dimension.value();
            read.put(
                    text(name, member + ".Name", MOST_NAME),
                    text(value, member + ".Value", MOST_VALUE));
        }
        return read;
    }

    /// A text that must be there and not be too long.
    static String text(@Nullable String text, String path, int most) throws ApiException {
        if (text == null || text.isEmpty())
            throw CloudWatchErrors.missing("The parameter " + path + " is required.");
        if (text.length() > most)
            throw CloudWatchErrors.invalidValue(
                    "The value for parameter " + path + " must be no longer than " + most + ".");
        return text;
    }

    static List<Dimension> shapes(Map<String, String> dimensions) {
        return dimensions.entrySet().stream()
                .map(each -> new Dimension(each.getKey(), each.getValue()))
                .toList();
    }
}
