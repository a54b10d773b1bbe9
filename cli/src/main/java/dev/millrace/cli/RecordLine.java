package dev.millrace.cli;

import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// How a record is printed; without the line's end.
sealed interface RecordLine {
    byte[] of(StreamRecord record);

    /// Its data, byte for byte.
    record Data() implements RecordLine {
        @Override
        public byte[] of(StreamRecord record) {
            return record.data().asByteArrayUnsafe();
        }
    }

    /// Its data and all that is known about it.
    record Json() implements RecordLine {
        @Override
        public byte[] of(StreamRecord record) {
            try (JsonWriter json = JsonWriter.create()) {
                json.writeStartObject();
                json.writeFieldName("shardId").writeValue(record.shardId());
                json.writeFieldName("sequenceNumber").writeValue(record.sequenceNumber());
                json.writeFieldName("partitionKey").writeValue(record.partitionKey());
                if (record.explicitHashKey() != null)
                    json.writeFieldName("explicitHashKey").writeValue(record.explicitHashKey());
                if (record.arrival() != null)
                    json.writeFieldName("arrival").writeValue(record.arrival().toString());
                byte[] data = record.data().asByteArrayUnsafe();
                try {
                    // A new decoder reports what is not UTF-8; a String would replace it.
                    String text =
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(data))
                                    .toString();
                    json.writeFieldName("data").writeValue(text);
                } catch (CharacterCodingException e) {
                    json.writeFieldName("dataBase64")
                            .writeValue(Base64.getEncoder().encodeToString(data));
                }
                json.writeEndObject();
                return json.getBytes();
            }
        }
    }
}
