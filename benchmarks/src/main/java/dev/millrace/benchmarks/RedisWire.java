package dev.millrace.benchmarks;

import dev.millrace.model.Blob;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// As much of Redis's protocol as adding to a stream takes.
final class RedisWire implements Load.Call {
    private final Socket socket;
    private final InputStream in;
    private final List<byte[]> requests;
    private final int recordsEach;
    private int next;

    private RedisWire(int port, List<byte[]> requests, int recordsEach, int next)
            throws IOException {
        socket = Connection.open(port);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.requests = requests;
        this.recordsEach = recordsEach;
        this.next = next;
    }

    /// @param requests each of as many commands as records
    static Load.Calls calls(int port, List<byte[]> requests, int recordsEach) {
        return connection -> new RedisWire(port, requests, recordsEach, connection * 7);
    }

    /// Whether a server takes commands here.
    static boolean answers(int port) throws IOException {
        try (var wire = new RedisWire(port, List.of(command("PING")), 1, 0)) {
            wire.socket.getOutputStream().write(command("PING"));
            return wire.line().equals("+PONG");
        }
    }

    /// A command a record, all sent at once.
    static byte[] add(String stream, List<Bodies.Entry> entries) {
        var all = new ByteArrayOutputStream();
        for (Bodies.Entry entry : entries)
            all.writeBytes(command("XADD", stream, "*", entry.key(), text(entry.data())));
        return all.toByteArray();
    }

    private static String text(Blob data) {
        return new String(data.array(), data.offset(), data.length(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] command(String... words) {
        var text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words)
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int once() throws IOException {
        socket.getOutputStream().write(requests.get(next++ % requests.size()));
        for (int i = 0; i < recordsEach; i++) {
            String answer = line();
            if (!answer.startsWith("$")) throw new IOException(answer);
            line();
        }
        return recordsEach;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            int read = in.read();
            if (read < 0) throw new IOException("the server closed the connection");
            if (read == '\n') return line.toString();
            if (read != '\r') line.append((char) read);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
