package dev.millrace.http;

import dev.millrace.gateway.Gateway;
import dev.millrace.gateway.GatewayConfig;
import dev.millrace.gateway.Service;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.PutRecordOutput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// What a request costs in the rooms from the socket to an operation and back: CPU time of the
/// event loops, while a few connections send as fast as they are answered. A small main, for
/// comparing changes; the figures that count are those of `benchmarks`.
final class EdgeSpeed {
    private static final int CONNECTIONS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration RUN = Duration.ofSeconds(4);

    private EdgeSpeed() {}

    public static void main(String[] arguments) throws Exception {
        var entry =
                new PutRecordsResultEntry(
                        "49590338271490256608559692538361571095921575989136588898",
                        "shardId-000000000000",
                        null,
                        null);
        var putRecords = new PutRecordsOutput(0, Collections.nCopies(500, entry), null);
        var putRecord = new PutRecordOutput("shardId-000000000000", entry.sequenceNumber(), null);
        var gateway =
                new Gateway(
                        GatewayConfig.DEFAULT,
                        List.of(
                                new Service(
                                        "kinesis",
                                        "Kinesis_20131202",
                                        List.of(AwsJson.V1_1, AwsCbor.V1_1),
                                        List.of(
                                                Operation.prompt(
                                                        Kinesis.PUT_RECORDS,
                                                        (_, _, completion) ->
                                                                completion.succeed(putRecords)),
                                                Operation.prompt(
                                                        Kinesis.PUT_RECORD,
                                                        (_, _, completion) ->
                                                                completion.succeed(putRecord))))),
                        Map.of());
        try (var server = HttpServer.start(TestConfig.onAnyPort(), gateway)) {
            run(server, "PutRecord 100 B", "PutRecord", record(100, ",\"StreamName\":\"s\""));
            run(server, "PutRecords 500 x 100 B", "PutRecords", records(100));
            run(server, "PutRecords 500 x 1 KiB", "PutRecords", records(1_024));
        }
    }

    private static String record(int bytes, String more) {
        return "{\"Data\":\"%s\",\"PartitionKey\":\"user-1\"%s}"
                .formatted(Base64.getEncoder().encodeToString(new byte[bytes]), more);
    }

    private static String records(int bytes) {
        return "{\"StreamName\":\"s\",\"Records\":["
                + String.join(",", Collections.nCopies(500, record(bytes, "")))
                + "]}";
    }

    private static void run(HttpServer server, String name, String operation, String body)
            throws Exception {
        byte[] request =
                """
                POST / HTTP/1.1
                Host: localhost:4567
                Accept-Encoding: identity
                X-Amz-Target: Kinesis_20131202.%s
                Content-Type: application/x-amz-json-1.1
                User-Agent: Boto3/1.40 md/Botocore#1.40 ua/2.1 os/linux lang/python#3.11
                X-Amz-Date: 20261121T000000Z
                Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/kinesis/\
                aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, \
                Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                amz-sdk-invocation-id: 01234567-89ab-cdef-0123-456789abcdef
                amz-sdk-request: attempt=1
                Content-Length: %d

                %s\
                """
                        .formatted(operation, body.length(), body)
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        send(server.port(), request, WARM_UP);
        long cpuNs = loopCpuNs();
        long requests = send(server.port(), request, RUN);
        cpuNs = loopCpuNs() - cpuNs;
        System.out.printf(
                "%-24s %8d requests/s, %7.1f us of event loop a request%n",
                name, requests / RUN.toSeconds(), cpuNs / 1e3 / requests);
    }

    private static long send(int port, byte[] request, Duration time) throws Exception {
        var sent = new AtomicLong();
        long endNs = System.nanoTime() + time.toNanos();
        try (var clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            var running = new java.util.ArrayList<Future<?>>();
            for (int i = 0; i < CONNECTIONS; i++)
                running.add(
                        clients.submit(
                                () -> {
                                    sendUntil(endNs, port, request, sent);
                                    return null;
                                }));
            for (Future<?> client : running) client.get();
        }
        return sent.get();
    }

    private static void sendUntil(long endNs, int port, byte[] request, AtomicLong sent)
            throws IOException {
        try (var client = new RawClient(port)) {
            while (System.nanoTime() < endNs) {
                client.send(request);
                if (client.read().status() != 200) throw new IOException("not answered well");
                sent.incrementAndGet();
            }
        }
    }

    private static long loopCpuNs() {
        var threads = ManagementFactory.getThreadMXBean();
        long cpuNs = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds()))
            if (thread != null && thread.getThreadName().startsWith("http-"))
                cpuNs += threads.getThreadCpuTime(thread.getThreadId());
        return cpuNs;
    }
}
