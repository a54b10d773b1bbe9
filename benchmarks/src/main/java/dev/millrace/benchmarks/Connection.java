package dev.millrace.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One HTTP/1.1 connection that sends bytes prepared beforehand and reads answers with as little
/// work as can be, so that the client's CPU does not hide the server's. A server that closes after
/// an answer is connected to again.
final class Connection implements AutoCloseable {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED =
            "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private Socket socket;
    private OutputStream out;
    private byte[] buffer = new byte[64 * 1024];
    private int end;
    private int bodyStart;
    private int bodyLength;
    private boolean closes;

    Connection(int port) throws IOException {
        this.port = port;
        socket = open(port);
        out = socket.getOutputStream();
    }

    /// A connection to this machine that does not wait for more to send.
    static Socket open(int port) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        return socket;
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
        if (closes) {
            socket.close();
            socket = open(port);
            out = socket.getOutputStream();
        }
        out.write(request);
        return receive();
    }

    /// Sends a request that must succeed.
    void require(byte[] request) throws IOException {
        int status = send(request);
        if (status != 200) throw new IOException(status + " " + text());
    }

    /// The last answer's body.
    byte[] body() {
        return Arrays.copyOfRange(buffer, bodyStart, bodyStart + bodyLength);
    }

    /// The last answer's length.
    int bodyLength() {
        return bodyLength;
    }

    /// The last answer's body as text of one byte a character.
    String text() {
        return new String(buffer, bodyStart, bodyLength, StandardCharsets.ISO_8859_1);
    }

    private int receive() throws IOException {
        end = 0;
        int head;
        while ((head = headEnd()) < 0) fill();
        int status = 100 * digit(9) + 10 * digit(10) + digit(11);
        closes = buffer[7] == '0' || line(head, CLOSE) >= 0;
        bodyStart = head;
        int length = line(head, LENGTH);
        if (length >= 0) {
            bodyLength = number(length + LENGTH.length);
            while (end - bodyStart < bodyLength) fill();
        } else if (line(head, CHUNKED) >= 0) {
            unchunk();
        } else {
            throw new IOException("an answer without Content-Length");
        }
        return status;
    }

    /// Moves the chunks together, over the lines between them.
    private void unchunk() throws IOException {
        int to = bodyStart;
        int at = bodyStart;
        while (true) {
            int size = 0;
            while (true) {
                while (at == end) fill();
                int digit = Character.digit(buffer[at++], 16);
                if (digit < 0) break;
                size = size * 16 + digit;
            }
            // The line feed behind the size, the chunk, and the line's end behind it.
            at++;
            while (end < at + size + 2) fill();
            System.arraycopy(buffer, at, buffer, to, size);
            to += size;
            at += size + 2;
            if (size == 0) break;
        }
        bodyLength = to - bodyStart;
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
        for (int i = 0; i + 3 < end; i++)
            if (buffer[i] == '\r'
                    && buffer[i + 1] == '\n'
                    && buffer[i + 2] == '\r'
                    && buffer[i + 3] == '\n') return i + 4;
        return -1;
    }

    /// Where in the head a line begins so, in whatever case; -1 if none does.
    private int line(int head, byte[] beginning) {
        for (int line = 0; line < head; line++) {
            if (line > 0 && buffer[line - 1] != '\n') continue;
            int at = 0;
            // ':', ' ' and '-' have bit 0x20 set already.
            while (at < beginning.length && (buffer[line + at] | 0x20) == beginning[at]) at++;
            if (at == beginning.length) return line;
        }
        return -1;
    }

    private int number(int from) {
        int value = 0;
        for (int i = from; buffer[i] != '\r'; i++)
            if (buffer[i] != ' ') value = value * 10 + digit(i);
        return value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
