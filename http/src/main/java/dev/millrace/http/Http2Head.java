package dev.millrace.http;

import dev.millrace.gateway.Header;
import dev.millrace.gateway.Response;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A response's head as HTTP/2 has it: names in lower case.
final class Http2Head {
    /// By the name as HTTP/1.1 prints it. Names are written in code, so they are few.
    private static final Map<String, AsciiString> NAMES = new ConcurrentHashMap<>();

    /// Values that differ from answer to answer would only push others out of the table by which
    /// heads are compressed.
    private static final Set<AsciiString> EVER_NEW =
            Set.of(
                    AsciiString.cached("x-amzn-requestid"),
                    AsciiString.cached("x-amz-id-2"),
                    HttpHeaderNames.CONTENT_LENGTH,
                    HttpHeaderNames.DATE);

    private Http2Head() {}

    /// The head of an answer whose length is known.
    static Http2Headers of(Response response, String date) {
        Http2Headers head = withoutLength(response, date);
        head.add(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(response.body().length()));
        return head;
    }

    /// The head of an answer whose body is made while it is sent.
    static Http2Headers withoutLength(Response response, String date) {
        List<Header> headers = response.headers();
        Http2Headers head = new DefaultHttp2Headers(false, headers.size() + 3);
        head.status(Integer.toString(response.status()));
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            head.add(
                    NAMES.computeIfAbsent(
                            header.name(), name -> AsciiString.cached(name).toLowerCase()),
                    header.value());
        }
        head.add(HttpHeaderNames.DATE, date);
        return head;
    }

    static boolean isEverNew(CharSequence name) {
        return name instanceof AsciiString ascii && EVER_NEW.contains(ascii);
    }
}
