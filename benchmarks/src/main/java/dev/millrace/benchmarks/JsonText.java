package dev.millrace.benchmarks;

import java.io.IOException;

/// Texts found in JSON by the name before them: as cheap as can be, for answers whose shape is
/// known.
final class JsonText {
    private JsonText() {}

    /// The text behind the last member of this name.
    ///
    /// @throws IOException if there is none
    static String value(String json, String name) throws IOException {
        int at = json.lastIndexOf("\"" + name + "\"");
        int from = from(json, name, at);
        if (at < 0 || from < 0) throw new IOException("no " + name + " in " + json);
        // moto's iterators end in a line feed.
        return json.substring(from, json.indexOf('"', from)).translateEscapes();
    }

    /// Where the text of the next member of this name begins, from a place on; -1 if there is none.
    static int next(String json, String name, int start) {
        return from(json, name, json.indexOf("\"" + name + "\"", start));
    }

    /// Servers differ in the spaces around the colon.
    private static int from(String json, String name, int at) {
        if (at < 0) return -1;
        int quote = json.indexOf('"', at + name.length() + 2);
        return quote < 0 ? -1 : quote + 1;
    }
}
