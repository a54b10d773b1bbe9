package dev.millrace.cli;

import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;

/// Where a line's partition key comes from.
sealed interface PartitionKeys {

    /// The partition key of a line.
    ///
    /// @throws NoKeyException if it has none
    String of(byte[] line) throws NoKeyException;

    /// A key of its own for every line, so that all shards get their share.
    record Random(RandomGenerator random) implements PartitionKeys {
        @Override
        public String of(byte[] line) {
            return Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
        }
    }

    /// The same key for every line, so that one shard keeps them in order.
    record Fixed(String key) implements PartitionKeys {
        @Override
        public String of(byte[] line) {
            return key;
        }
    }

    /// A text or number at the top of each line's JSON object.
    record Field(String name, JsonNodeParser parser) implements PartitionKeys {
        Field(String name) {
            this(name, JsonNodeParser.create());
        }

        @Override
        public String of(byte[] line) throws NoKeyException {
            JsonNode node;
            try {
                node = parser.parse(new ByteArrayInputStream(line));
            } catch (UncheckedIOException | IllegalArgumentException e) {
                throw new NoKeyException("it is not JSON");
            }
            JsonNode value = node.isObject() ? node.field(name).orElse(null) : null;
            if (value == null || !(value.isString() || value.isNumber()))
                throw new NoKeyException("it has no text or number called " + name);
            String key = value.text();
            if (key.isEmpty()) throw new NoKeyException(name + " is empty");
            return key;
        }
    }

    final class NoKeyException extends Exception {
        private NoKeyException(String why) {
            super(why);
        }
    }
}
