package dev.millrace.gateway;

import dev.millrace.access.CredentialScope;
import dev.millrace.access.Signature;
import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.MalformedException;
import dev.millrace.model.Operation;
import dev.millrace.model.Shape;
import dev.millrace.model.Violations;
import dev.millrace.wire.AwsJson;
import dev.millrace.wire.Decoded;
import dev.millrace.wire.Protocol;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Names the operation that a request means, checks the request in the order in which the service
/// does, runs the operation and answers. Any thread; a request's event loop for the request.
public final class Gateway implements Endpoint {
    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    private static final String ACCESS_DENIED =
            """
            <AccessDeniedException>
              <Message>Unable to determine service/operation name to be authorized</Message>
            </AccessDeniedException>
            """;
    private static final String UNKNOWN_OPERATION_XML = "<UnknownOperationException/>\n";

    private static final String PLAIN_JSON = "application/json";

    private final GatewayConfig config;
    private final Routes routes;
    private final Map<String, Supplier<Response>> ownPaths;
    private final Semaphore blockingRequests;

    /// @param services those that share the port; the first answers what names none of them
    /// @param ownPaths what is answered by GET and HEAD at paths of our own, such as
    ///     `/health/live`, to anyone; runs on an event loop and must not block
    public Gateway(
            GatewayConfig config,
            List<Service> services,
            Map<String, Supplier<Response>> ownPaths) {
        this.config = config;
        this.routes = new Routes(services);
        this.ownPaths = Map.copyOf(ownPaths);
        this.blockingRequests = new Semaphore(config.blockingRequests());
    }

    @Override
    public void handle(Exchange exchange) {
        if (answeredAtOwnPath(exchange)) return;
        Reply reply = Reply.to(exchange);
        if (reply.cors() && exchange.method().equals("OPTIONS")) reply.preflight();
        else if (!exchange.method().equals("POST")) reply.xml(403, ACCESS_DENIED);
        else receive(exchange, reply);
    }

    private boolean answeredAtOwnPath(Exchange exchange) {
        String method = exchange.method();
        if (!method.equals("GET") && !method.equals("HEAD")) return false;
        String target = exchange.target();
        int query = target.indexOf('?');
        Supplier<Response> own = ownPaths.get(query < 0 ? target : target.substring(0, query));
        if (own == null) return false;
        Response response;
        try {
            response = own.get();
        } catch (Throwable bug) {
            LOG.log(Level.ERROR, target + " failed unexpectedly", bug);
            response = Response.json(500, "{\"__type\":\"InternalFailure\"}");
        }
        exchange.respond(response);
        return true;
    }

    private void receive(Exchange exchange, Reply reply) {
        String mediaType = mediaType(exchange.header("content-type"));
        String target = orEmpty(exchange.header("x-amz-target"));
        Signature signature = signature(exchange);
        Service service = routes.find(signature.scope(), target);
        Operation<?, ?> operation = service.operation(target);
        Protocol protocol = service.protocol(mediaType);

        Blob body = exchange.body();
        if ("gzip".equalsIgnoreCase(exchange.header("content-encoding"))) {
            switch (Inflation.gunzip(body, config.inflatedBytes())) {
                case Inflation.Inflated inflated -> body = inflated.body();
                case Inflation.TooLarge _ -> {
                    reply.empty(413);
                    return;
                }
                case Inflation.Broken _ -> {
                    reply.error(
                            protocol != null ? protocol : service.fallback(mediaType),
                            Refusal.unparsable());
                    return;
                }
            }
        }
        if (body.length() == 0)
            reply.error(
                    protocol != null ? protocol : service.fallback(mediaType),
                    operation != null ? Refusal.unparsable() : Refusal.unknownOperation());
        else if (protocol == null) refuseMediaType(reply, mediaType, target, body);
        else if (operation == null) refuseOperation(reply, protocol, body);
        else run(operation, new Request(exchange, reply, protocol, signature, body));
    }

    /// A request that has come as far as naming its operation.
    private record Request(
            Exchange exchange, Reply reply, Protocol protocol, Signature signature, Blob body) {}

    private void refuseMediaType(Reply reply, String mediaType, String target, Blob body) {
        if (mediaType.equalsIgnoreCase(PLAIN_JSON)) {
            boolean wellFormed = isWellFormed(AwsJson.V1_1, body);
            reply.send(
                    wellFormed ? 404 : 400,
                    PLAIN_JSON,
                    plainJsonError(wellFormed ? Refusal.unknownOperation() : Refusal.unparsable()));
        } else if (namesOperation(target)) reply.xml(404, UNKNOWN_OPERATION_XML);
        else reply.xml(403, ACCESS_DENIED);
    }

    /// The form that errors had before AWS JSON.
    private static Blob plainJsonError(ApiException error) {
        String document =
                "{\"Output\":{\"__type\":\"com.amazon.coral.service#"
                        + error.type()
                        + "\"},\"Version\":\"1.0\"}";
        return Blob.of(document.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean namesOperation(String target) {
        int dot = target.indexOf('.');
        return dot > 0 && dot < target.length() - 1;
    }

    private static void refuseOperation(Reply reply, Protocol protocol, Blob body) {
        reply.error(
                protocol,
                isWellFormed(protocol, body) ? Refusal.unknownOperation() : Refusal.unparsable());
    }

    private static boolean isWellFormed(Protocol protocol, Blob body) {
        try {
            protocol.check(body);
            return true;
        } catch (MalformedException malformed) {
            return false;
        }
    }

    private <I extends Shape, O extends Shape> void run(
            Operation<I, O> operation, Request request) {
        Protocol protocol = request.protocol();
        var answer = new Answer<O>(operation.type().name(), protocol, request.reply());
        try {
            Decoded<I> input = protocol.decode(operation.type().input(), request.body());
            CredentialScope scope =
                    switch (request.signature()) {
                        case Signature.WellFormed signed -> signed.scope();
                        case Signature.Faulty faulty ->
                                throw new ApiException(
                                        faulty.fault().errorType(), 400, faulty.message());
                    };
            if (input.fault() != null) throw Refusal.wrongType(input.fault());
            var violations = new Violations();
            operation.type().input().validate(input.shape(), violations);
            if (!violations.isEmpty()) throw Refusal.invalid(violations.message());
            dispatch(operation, caller(scope), input.shape(), answer);
        } catch (MalformedException malformed) {
            answer.fail(Refusal.unparsable());
        } catch (ApiException refusal) {
            answer.fail(refusal);
        } catch (Throwable bug) {
            answer.crash(bug);
        }
    }

    private Caller caller(CredentialScope scope) {
        return new Caller(
                config.account(),
                scope.region().isEmpty() ? config.region() : scope.region(),
                scope.accessKeyId());
    }

    private <I extends Shape, O extends Shape> void dispatch(
            Operation<I, O> operation, Caller caller, I input, Answer<O> answer) {
        switch (operation.handler()) {
            case Handler.Prompt<I, O> prompt -> prompt.handle(caller, input, answer);
            case Handler.Blocking<I, O> blocking -> {
                if (!blockingRequests.tryAcquire()) answer.fail(Refusal.busy());
                else
                    Thread.ofVirtual()
                            .name(operation.type().name())
                            .start(() -> block(blocking, caller, input, answer));
            }
        }
    }

    private <I extends Shape, O extends Shape> void block(
            Handler.Blocking<I, O> handler, Caller caller, I input, Answer<O> answer) {
        try {
            answer.succeed(handler.handle(caller, input));
        } catch (ApiException refusal) {
            answer.fail(refusal);
        } catch (Throwable bug) {
            answer.crash(bug);
        } finally {
            blockingRequests.release();
        }
    }

    private static Signature signature(Exchange exchange) {
        String target = exchange.target();
        int query = target.indexOf('?');
        return Signature.of(
                exchange.header("authorization"),
                exchange.header("x-amz-date") != null || exchange.header("date") != null,
                query < 0 ? "" : target.substring(query + 1));
    }

    /// A content type without its parameters.
    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) return "";
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
