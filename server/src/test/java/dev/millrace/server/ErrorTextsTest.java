package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Response;
import dev.millrace.kinesis.KinesisConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The errors of every operation, word for word: a row a text, in `errors/*.txt`, through the
/// gateway and the API.
class ErrorTextsTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/millrace/server/errors");
    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "eu-central-1";

    private static final Pattern REQUEST =
            Pattern.compile(
                    "(?:(?<name>\\w+) = )?(?:(?<times>\\d+) x )?(?<operation>[A-Z]\\w+)"
                            + " ?(?<body>.*?)(?: -> (?<member>\\w+))?");

    static List<ErrorRow> rows() throws IOException {
        var rows = new ArrayList<ErrorRow>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList())
                rows.addAll(ErrorRow.read(file));
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theAnswerIsTheServices(ErrorRow row) throws Exception {
        String answer = new Conversation(row).answer();
        if (!row.admits(answer)) assertEquals(row.answer(), answer);
    }

    @Test
    void everyRowHasATitleOfItsOwn() throws IOException {
        var titles = new HashSet<String>();
        for (ErrorRow row : rows()) assertTrue(titles.add(row.title()), row.title());
    }

    /// One row's steps, against a service of its own. Stream `s` has two open shards, `demand` is
    /// on-demand, `old` was deleted.
    private static final class Conversation {
        private final ErrorRow row;
        private final LocalService service;
        private final Map<String, String> headers = new HashMap<>();
        private final Map<String, String> values = new HashMap<>();
        private String method = "POST";
        private String target = "/";

        Conversation(ErrorRow row) throws Exception {
            this.row = row;
            MillraceConfig config = MillraceConfig.DEFAULT;
            Duration delay = KinesisConfig.DEFAULT.transitionDelay();
            for (String step : row.steps())
                if (step.startsWith("set ")) {
                    int equals = step.indexOf('=');
                    config = config.with(step.substring(4, equals), step.substring(equals + 1));
                    delay = config.kinesis().transitionDelay();
                }
            service = new LocalService(config.kinesis());
            succeed("CreateStream", "{\"StreamName\": \"s\", \"ShardCount\": 2}");
            succeed("CreateStream", "{\"StreamName\": \"demand\"}");
            succeed("CreateStream", "{\"StreamName\": \"old\", \"ShardCount\": 1}");
            succeed("DeleteStream", "{\"StreamName\": \"old\"}");
            if (!delay.isZero()) service.pass(delay);
        }

        /// What the last request is answered.
        String answer() throws Exception {
            for (String step : row.steps().subList(0, row.steps().size() - 1)) lead(step);
            Matcher request = request(row.steps().getLast());
            return describe(call(request.group("operation"), request.group("body")));
        }

        private void lead(String step) throws Exception {
            if (step.startsWith("set ")) return;
            if (step.startsWith("wait ")) {
                service.pass(Duration.parse(step.substring(5)));
            } else if (step.equals("storage fails")) {
                service.failStorage();
            } else if (step.startsWith("method ")) {
                method = step.substring(7);
            } else if (step.startsWith("target ")) {
                target = step.substring(7);
            } else if (step.startsWith("no header ")) {
                headers.put(step.substring(10), "");
            } else if (step.startsWith("header ")) {
                int colon = step.indexOf(": ");
                headers.put(step.substring(7, colon), step.substring(colon + 2));
            } else {
                Matcher request = request(step);
                String times = request.group("times");
                for (int i = times == null ? 1 : Integer.parseInt(times); i > 0; i--) {
                    String body = succeed(request.group("operation"), request.group("body"));
                    if (request.group("name") != null)
                        values.put(request.group("name"), member(body, request.group("member")));
                }
            }
        }

        private static Matcher request(String step) {
            Matcher request = REQUEST.matcher(step);
            if (!request.matches()) throw new IllegalArgumentException(step);
            return request;
        }

        private static String member(String body, String name) {
            Matcher member = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
            if (!member.find()) throw new IllegalArgumentException(name + " in " + body);
            return member.group(1);
        }

        private String succeed(String operation, String body) throws Exception {
            Response response = call(operation, body);
            assertEquals(200, response.status(), () -> LocalService.text(response));
            return LocalService.text(response);
        }

        private Response call(String operation, String body) throws Exception {
            var all = new HashMap<>(LocalService.headers(operation, ACCOUNT, REGION));
            headers.forEach(
                    (name, value) -> {
                        if (value.isEmpty()) all.remove(name);
                        else all.put(name, value);
                    });
            String text = ErrorRow.expand(body);
            for (var value : values.entrySet())
                text = text.replace("$" + value.getKey(), value.getValue());
            return service.call(method, target, all, text);
        }

        /// In the row's own words: of a success, as much of it as the row has.
        private String describe(Response response) {
            String text = LocalService.text(response);
            if (response.status() == 200) {
                String part = row.answer().replaceFirst("^200 ?", "");
                return text.contains(part) ? row.answer() : "200 " + text;
            }
            Matcher error =
                    Pattern.compile(
                                    "\\{\"__type\":\"(?<type>\\w+)\""
                                            + "(?:,\"(?<key>[mM]essage)\":\"(?<text>.*)\")?}")
                            .matcher(text);
            if (!error.matches())
                return (response.status() + " " + text).strip().replaceAll("\\s*\n\\s*", " ");
            String type = error.group("type");
            String status = response.status() == 400 ? "" : response.status() + " ";
            if (error.group("text") == null) return status + type;
            boolean capital = type.equals("SerializationException");
            assertEquals(capital ? "Message" : "message", error.group("key"));
            return status + type + ": " + error.group("text").replace("\\\"", "\"");
        }
    }
}
