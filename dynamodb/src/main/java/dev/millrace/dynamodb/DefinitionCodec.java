package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A table's definition in bytes. Bytes: `docs/file-format.md`, "Ledger `tables`".
final class DefinitionCodec {
    private DefinitionCodec() {}

    static void put(Packer out, TableDefinition table) {
        TableName name = table.name();
        out.u32(table.number()).text(name.account()).text(name.region()).text(name.name());
        out.u64(table.id().getMostSignificantBits()).u64(table.id().getLeastSignificantBits());
        putTexts(out, table.attributes());
        putKeys(out, table.keys());
        out.count(table.indexes().size());
        for (IndexDefinition index : table.indexes()) put(out, index);
        TableDefinition.Settings settings = table.settings();
        out.flag(settings.onDemand()).u64(settings.onDemandSinceMs());
        putThroughput(out, settings.throughput());
        out.flag(settings.infrequentAccess()).flag(settings.deletionProtection());
        putOptional(out, settings.expiryAttribute());
        out.count(settings.backupDays());
        putTexts(out, table.tags());
        out.u64(table.createdMs()).u64(table.createdUntilMs());
        out.u64(table.updatedUntilMs()).u64(table.deletedAtMs());
    }

    static TableDefinition definition(Unpacker in) {
        return new TableDefinition(
                in.u32(),
                new TableName(in.text(), in.text(), in.text()),
                new UUID(in.u64(), in.u64()),
                texts(in),
                keys(in),
                indexes(in),
                new TableDefinition.Settings(
                        in.flag(),
                        in.u64(),
                        throughput(in),
                        in.flag(),
                        in.flag(),
                        optional(in),
                        in.number()),
                texts(in),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64());
    }

    private static void put(Packer out, IndexDefinition index) {
        out.text(index.name()).flag(index.local());
        putKeys(out, index.keys());
        out.u8(index.projection().code).count(index.attributes().size());
        index.attributes().forEach(out::text);
        putThroughput(out, index.throughput());
        out.u64(index.createdUntilMs());
    }

    private static List<IndexDefinition> indexes(Unpacker in) {
        List<IndexDefinition> indexes = new ArrayList<>();
        for (int rest = in.count(); rest > 0; rest--)
            indexes.add(
                    new IndexDefinition(
                            in.text(),
                            in.flag(),
                            keys(in),
                            IndexDefinition.Projection.of(in.u8()),
                            list(in),
                            throughput(in),
                            in.u64()));
        return indexes;
    }

    private static void putKeys(Packer out, KeySchema keys) {
        out.text(keys.partition().name()).text(keys.partition().type());
        KeySchema.Part sort = keys.sort();
        out.flag(sort != null);
        if (sort != null) out.text(sort.name()).text(sort.type());
    }

    private static KeySchema keys(Unpacker in) {
        return new KeySchema(part(in), in.flag() ? part(in) : null);
    }

    private static KeySchema.Part part(Unpacker in) {
        return new KeySchema.Part(in.text(), in.text());
    }

    private static void putThroughput(Packer out, Throughput throughput) {
        out.u64(throughput.read()).u64(throughput.write());
    }

    private static Throughput throughput(Unpacker in) {
        return new Throughput(in.u64(), in.u64());
    }

    private static void putOptional(Packer out, @Nullable String text) {
        out.flag(text != null);
        if (text != null) out.text(text);
    }

    private static @Nullable String optional(Unpacker in) {
        return in.flag() ? in.text() : null;
    }

    private static void putTexts(Packer out, Map<String, String> texts) {
        out.count(texts.size());
        texts.forEach((key, value) -> out.text(key).text(value));
    }

    private static Map<String, String> texts(Unpacker in) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int rest = in.count(); rest > 0; rest--) texts.put(in.text(), in.text());
        return texts;
    }

    private static List<String> list(Unpacker in) {
        List<String> list = new ArrayList<>();
        for (int rest = in.count(); rest > 0; rest--) list.add(in.text());
        return list;
    }
}
