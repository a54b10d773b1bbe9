package dev.millrace.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.millrace.model.JacksonOracle.Format;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Documents of all shapes, and who takes them.
final class Documents {
    private static final int EXAMPLES = 200;

    private Documents() {}

    /// Some, written by us and by Jackson.
    static List<byte[]> random(Format format) {
        var documents = new ArrayList<byte[]>();
        var random = new Random(20131202);
        for (int i = 0; i < EXAMPLES; i++) {
            List<ShapeType<?>> types = JacksonAgreementTest.TYPES;
            ShapeType<?> type = types.get(random.nextInt(types.size()));
            Shape shape = ShapeTree.random(type.empty().getClass(), random);
            if (random.nextBoolean())
                documents.add(JacksonOracle.write(ShapeTree.of(shape), format, random));
            else {
                ShapeWriter writer = format.writer();
                shape.write(writer);
                documents.add(writer.toByteArray());
            }
        }
        return documents;
    }

    /// Any type, always the same for a document.
    static ShapeType<?> typeFor(byte[] document) {
        List<ShapeType<?>> types = JacksonAgreementTest.TYPES;
        return types.get(Math.floorMod(Arrays.hashCode(document), types.size()));
    }

    static boolean skips(Format format, byte[] bytes) {
        return accepts(format.reader(bytes), ShapeReader::skipValue);
    }

    static boolean reads(ShapeType<?> type, Format format, byte[] bytes) {
        return accepts(format.reader(bytes), type::read);
    }

    private static boolean accepts(ShapeReader reader, Consumer<ShapeReader> how) {
        try {
            how.accept(reader);
            reader.end();
            return true;
        } catch (MalformedException expected) {
            return false;
        }
    }

    /// Why Jackson does not take the document; null if it does.
    static @Nullable String jacksonRefuses(Format format, byte[] bytes) {
        try (JsonParser parser = format.factory().createParser(bytes)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null) return "truncated";
                if (token.isStructStart()) depth++;
                else if (token.isStructEnd()) depth--;
                else if (token == JsonToken.VALUE_EMBEDDED_OBJECT) parser.getBinaryValue();
                else if (!StandardCharsets.UTF_8.newEncoder().canEncode(parser.getText()))
                    return "an unpaired surrogate";
            } while (depth > 0);
            return parser.nextToken() == null ? null : "something after the document";
        } catch (IOException | RuntimeException refused) {
            return refused.toString();
        }
    }
}
