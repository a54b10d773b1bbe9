package dev.millrace.cli;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// The binary form of an export: a header, then blocks of records. All numbers are little-endian.
/// Never change what a number below means; a new form gets a new version.
///
/// ```text
/// header   0 magic    8   "MLREXP01"
///          8 version  u32 1
///         12 crc      u32 of bytes 0..12
/// block    0 magic    u32 "MREB"
///          4 crc      u32 of the block's bytes from 8 to its end
///          8 length   u32 bytes of the payload
///         12 records  u32 how many; 0 in the last block, whose payload is empty
///         16 first    u64 number of the first in the file, from 0; in the last block how many
///                         records there were
///         24 payload      shard id length u8, shard id, records
/// record   0 length   u32 of what follows
///          4 arrival  u64 milliseconds since 1970-01-01 UTC
///         12 number   u8 length, then the sequence number, most significant byte first
///            hash key u8 0 or 16, then the explicit hash key, most significant byte first
///            key      u16 length, then the partition key in UTF-8
///            data         the rest
/// ```
final class Block {
    static final byte[] MAGIC = "MLREXP01".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    static final int FILE_HEADER = 16;
    static final int BLOCK_MAGIC = 0x4245524d; // "MREB" in the file
    static final int HEADER = 24;

    /// Records go into one block until they are so many bytes.
    static final int WRITTEN_BYTES = 1 << 20;

    /// Most bytes of a payload that a reader takes: a record of 10 MiB and then some.
    static final int MOST_BYTES = 32 << 20;

    private Block() {}

    static int crc(byte[] bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
