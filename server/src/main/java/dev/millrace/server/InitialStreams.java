package dev.millrace.server;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// The streams that are created at start unless they are there.
record InitialStreams(List<InitialStream> streams) implements ListSetting {
    static final InitialStreams NONE = new InitialStreams(List.of());

    InitialStreams {
        streams = List.copyOf(streams);
        var names = new HashSet<List<String>>();
        for (InitialStream stream : streams)
            if (!names.add(List.of(stream.name(), stream.region(), stream.account())))
                throw new IllegalArgumentException("name: twice: " + stream.name());
    }

    static InitialStreams read(List<SettingTable> tables) {
        return new InitialStreams(ListSetting.entries(tables, InitialStream::read));
    }

    /// Reads `orders:4,clicks,eu:2:eu-west-1`.
    static InitialStreams parse(String line) {
        return new InitialStreams(
                Arrays.stream(line.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(InitialStream::parse)
                        .toList());
    }

    @Override
    public String toString() {
        return streams.stream().map(InitialStream::toString).collect(Collectors.joining(","));
    }
}
