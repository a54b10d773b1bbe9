package dev.millrace.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A client of HTTP/1.1 that sends exactly what it is told to.
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    /// @param headers by name in lower case
    record Answer(int status, Map<String, String> headers, String body) {}

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// Sends a head and nothing after it.
    RawClient head(String requestLine, String... headers) throws IOException {
        return send(requestLine + "\r\n" + String.join("", ended(headers)) + "\r\n");
    }

    private static String[] ended(String[] headers) {
        String[] lines = new String[headers.length];
        for (int i = 0; i < lines.length; i++) lines[i] = headers[i] + "\r\n";
        return lines;
    }

    /// Sends a whole request with a body.
    RawClient post(String target, String body, String... headers) throws IOException {
        return send(
                "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
                        .formatted(target, String.join("", ended(headers)), body.length(), body));
    }

    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    Answer read() throws IOException {
        return read(true);
    }

    /// Reads the answer to a HEAD, whose length is not followed by a body.
    Answer readHead() throws IOException {
        return read(false);
    }

    private Answer read(boolean withBody) throws IOException {
        String statusLine = line();
        var headers = new HashMap<String, String>();
        for (String line; !(line = line()).isEmpty(); ) {
            int colon = line.indexOf(": ");
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
        }
        int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        byte[] body = in.readNBytes(length);
        if (body.length < length) throw new EOFException("in a body");
        return new Answer(
                Integer.parseInt(statusLine.substring(9, 12)),
                headers,
                new String(body, StandardCharsets.ISO_8859_1));
    }

    /// The head of an answer whose body is read by other means.
    Map<String, String> readHeaders() throws IOException {
        String statusLine = line();
        if (!statusLine.startsWith("HTTP/1.1 200")) throw new IOException(statusLine);
        var headers = new HashMap<String, String>();
        for (String line; !(line = line()).isEmpty(); ) {
            int colon = line.indexOf(": ");
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
        }
        return headers;
    }

    /// The next chunk of a body; empty for the last.
    String readChunk() throws IOException {
        String chunk = readBytes(Integer.parseInt(line(), 16));
        line();
        return chunk;
    }

    String readBytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) throw new EOFException("in a body");
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; ) {
            if (b < 0) throw new EOFException("in a head");
            if (b != '\r') line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// Waits until the server has closed, reading over what it still sends.
    boolean isClosedByServer() {
        try {
            while (in.read() >= 0) {}
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
