package dev.millrace.server;

import dev.millrace.kinesis.KinesisApi;
import dev.millrace.model.Shape;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Stream;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;

/// The stream that a request speaks of, by whatever its input names it: looked up by the names of
/// the input's members, so that every operation is covered.
record RequestedStream(KinesisApi kinesis, Catalog catalog) {
    private static final String IN_ARN = ":stream/";

    /// The stream's name; empty if the input names none.
    String name(Shape input) {
        for (RecordComponent member : input.getClass().getRecordComponents()) {
            if (member.getType() != String.class) continue;
            if (!(Records.component((Record) input, member) instanceof String value)) continue;
            String name =
                    switch (member.getName()) {
                        case "streamName" -> value;
                        case "streamARN", "resourceARN", "consumerARN" -> inArn(value);
                        case "streamId" -> nameOf(catalog.findId(value));
                        case "shardIterator" -> nameOf(kinesis.streamOf(value));
                        default -> "";
                    };
            if (!name.isEmpty()) return name;
        }
        return "";
    }

    private static String nameOf(@Nullable Stream stream) {
        return stream == null ? "" : stream.name().name();
    }

    private static String inArn(String arn) {
        int begin = arn.indexOf(IN_ARN);
        if (begin < 0) return "";
        String rest = arn.substring(begin + IN_ARN.length());
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
