package dev.millrace.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One HTTP/1.1 connection that sends bytes prepared beforehand and reads answers with as little
/// work as can be, so that the client's CPU does not hide the server's.
final class Connection implements AutoCloseable {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket = new Socket();
    private final OutputStream out;
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private int bodyStart;
    private int bodyLength;

    Connection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        out = socket.getOutputStream();
    }

    int get(String path) throws IOException {
        return send(
                ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /// Sends a whole request and reads the whole answer.
    ///
    /// @return the answer's status
    int send(byte[] request) throws IOException {
        out.write(request);
        return receive();
    }

    /// The last answer's body.
    byte[] body() {
        return Arrays.copyOfRange(buffer, bodyStart, bodyStart + bodyLength);
    }

    /// Where `text` stands in the last answer's body, behind it, or -1.
    String textBetween(String before, String after) {
        String body = new String(buffer, bodyStart, bodyLength, StandardCharsets.ISO_8859_1);
        int from = body.indexOf(before);
        if (from < 0) return "";
        from += before.length();
        return body.substring(from, body.indexOf(after, from));
    }

    private int receive() throws IOException {
        start = 0;
        end = 0;
        int head;
        while ((head = headEnd()) < 0) fill();
        int status = 100 * digit(9) + 10 * digit(10) + digit(11);
        bodyLength = contentLength(head);
        bodyStart = head;
        while (end - bodyStart < bodyLength) fill();
        return status;
    }

    private int digit(int at) {
        return buffer[at] - '0';
    }

    private void fill() throws IOException {
        if (end == buffer.length) buffer = Arrays.copyOf(buffer, buffer.length * 2);
        int read = socket.getInputStream().read(buffer, end, buffer.length - end);
        if (read < 0) throw new IOException("the server closed the connection");
        end += read;
    }

    private int headEnd() {
        for (int i = start; i + 3 < end; i++)
            if (buffer[i] == '\r'
                    && buffer[i + 1] == '\n'
                    && buffer[i + 2] == '\r'
                    && buffer[i + 3] == '\n') return i + 4;
        return -1;
    }

    private int contentLength(int head) throws IOException {
        for (int line = 0; line < head; line++) {
            if (line > 0 && buffer[line - 1] != '\n') continue;
            int at = 0;
            while (at < LENGTH.length && (buffer[line + at] | 0x20) == LENGTH[at]) at++;
            // ':' has bit 0x20 set already.
            if (at < LENGTH.length) continue;
            int value = 0;
            for (int i = line + at; buffer[i] != '\r'; i++)
                if (buffer[i] != ' ') value = value * 10 + digit(i);
            return value;
        }
        throw new IOException("an answer without Content-Length");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
