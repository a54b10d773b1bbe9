package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;

class CborReaderTest {
    private static CborReader reader(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return new CborReader(bytes, 0, bytes.length);
    }

    private static void skip(String hex) {
        CborReader reader = reader(hex);
        reader.skipValue();
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "1b ffffffffffffffff",
                "3b ffffffffffffffff",
                "40",
                "5f ff",
                "5f 41 00 40 ff",
                "60",
                "7f 61 61 ff",
                "80",
                "9f ff",
                "9f 9f ff 80 ff",
                "a0",
                "bf ff",
                "bf 61 61 00 ff",
                "c1 1a 00000000",
                "d9 d9f7 a0",
                "c1 c1 c1 00",
                "db ffffffffffffffff 00",
                "e0",
                "f4",
                "f6",
                "f7",
                "f8 20",
                "f9 7e00",
                "fa 00000000",
                "fb 0000000000000000",
                "18 00",
                "a1 c1 61 61 00",
                "a1 7f ff 00"
            })
    void isCbor(String hex) {
        skip(hex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "18",
                "19 00",
                "1a 000000",
                "1b 00000000000000",
                "1c",
                "1d",
                "1e",
                "1f",
                "3f",
                "41",
                "5f",
                "5f 41 00",
                "5f 61 61 ff",
                "5f 5f ff ff",
                "5f c1 41 00 ff",
                "5f 00 ff",
                "61",
                "62 61",
                "7f 41 00 ff",
                "7f 61 c3 61 bc ff",
                "81",
                "82 00",
                "9f",
                "9f 00",
                "a1",
                "a1 61 61",
                "bf",
                "bf 61 61 ff",
                "bf 61 61",
                "c1",
                "c1 ff",
                "df 00",
                "f8",
                "f8 00",
                "f8 1f",
                "f9 00",
                "fc",
                "fd",
                "fe",
                "ff",
                "81 ff",
                "a1 61 61 ff",
                "00 00",
                "a1 00 00",
                "a1 41 61 00",
                "a1 f6 00",
                "61 ff",
                "62 c0 80",
                "63 ed a0 80"
            })
    void isNotCbor(String hex) {
        assertThrows(MalformedException.class, () -> skip(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5b 7fffffffffffffff 00", "5b ffffffffffffffff 00", "5a 7fffffff 00",
                "7b 7fffffffffffffff 61", "7a ffffffff 61", "9b 7fffffffffffffff 00",
                "9b ffffffffffffffff 00", "9a ffffffff 00 00", "bb 7fffffffffffffff 61 61 00",
                "ba ffffffff 61 61 00", "5f 5a 7fffffff 00 ff"
            })
    void believesNoLengthBeforeItsBytesAreThere(String hex) {
        assertThrows(MalformedException.class, () -> skip(hex));
        assertThrows(
                MalformedException.class,
                () -> PutRecordInput.TYPE.read(reader("a1 64 44617461" + hex)));
        assertThrows(
                MalformedException.class,
                () -> PutRecordInput.TYPE.read(reader("a1 6a 53747265616d4e616d65" + hex)));
        assertThrows(
                MalformedException.class,
                () -> PutRecordsInput.TYPE.read(reader("a1 67 5265636f726473" + hex)));
    }

    @Test
    void nestsAsDeepAsAllowedAndNoDeeper() {
        int depth = ShapeReader.MAX_DEPTH;
        skip("81".repeat(depth - 1) + "80");
        skip("9f".repeat(depth) + "ff".repeat(depth));
        assertThrows(MalformedException.class, () -> skip("81".repeat(depth) + "80"));
        assertThrows(MalformedException.class, () -> skip("81".repeat(5_000_000)));
        assertThrows(MalformedException.class, () -> skip("a1 61 61".repeat(depth + 1)));
        skip("c1".repeat(1_000_000) + "00"); // tags do not nest
    }

    @Test
    void blobsAreViewsOfTheBody() {
        byte[] body = HexFormat.of().parseHex("0000" + "a1644461746143010203");
        var reader = new CborReader(body, 2, body.length - 2);
        Blob data = PutRecordInput.TYPE.read(reader).data();
        assertEquals(Blob.of(new byte[] {1, 2, 3}), data);
        assertSame(body, data == null ? null : data.array());
    }

    @Test
    void indefiniteNamesAreFound() {
        var input =
                PutRecordInput.TYPE.read(reader("bf 7f 66 53747265616d 64 4e616d65 ff 61 73 ff"));
        assertEquals("s", input.streamName());
    }
}
