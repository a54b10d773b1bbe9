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
import dev.millrace.wire.Decoded;
import dev.millrace.wire.Protocol;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Names the operation that a request means, checks the request in the order in which the service
/// does, runs the operation and answers. Any thread; a request's event loop for the request.
public final class Gateway implements Endpoint {
    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    /// Stands in for a body that could not be inflated; no format can read it either.
    private static final Blob UNPARSABLE = Blob.of(new byte[] {'{', (byte) 0xff});

    private final GatewayConfig config;
    private final Routes routes;
    private final Map<String, Supplier<Response>> ownPaths;
    private final Semaphore blockingRequests;
    private final Memory memory;
    private final EventMemory eventMemory;
    private final @Nullable Faults faults;
    private final Workers workers;

    /// @param services those that share the port; the first answers what names none of them
    /// @param ownPaths what is answered by GET and HEAD at paths of our own, such as
    ///     `/health/live`, to anyone; runs on an event loop and must not block
    public Gateway(
            GatewayConfig config,
            List<Service> services,
            Map<String, Supplier<Response>> ownPaths) {
        this(config, services, ownPaths, null);
    }

    /// @param faults what goes wrong on purpose, or null for nothing
    public Gateway(
            GatewayConfig config,
            List<Service> services,
            Map<String, Supplier<Response>> ownPaths,
            @Nullable Faults faults) {
        this(config, services, ownPaths, faults, Workers.VIRTUAL);
    }

    /// Likewise, with a say in what runs where: for simulation.
    public Gateway(
            GatewayConfig config,
            List<Service> services,
            Map<String, Supplier<Response>> ownPaths,
            @Nullable Faults faults,
            Workers workers) {
        this.config = config;
        this.workers = workers;
        this.routes = new Routes(services);
        this.ownPaths = Map.copyOf(ownPaths);
        this.blockingRequests = new Semaphore(config.blockingRequests());
        this.memory = new Memory(config.bytesInFlight());
        this.eventMemory = new EventMemory(config.eventBytes(), config.eventBytesInFlight());
        this.faults = faults;
    }

    @Override
    public void handle(Exchange exchange) {
        if (answeredAtOwnPath(exchange)) return;
        Reply reply = Reply.to(exchange);
        try {
            if (reply.cors() && exchange.method().equals("OPTIONS")) reply.preflight();
            else if (!exchange.method().equals("POST")) reply.xml(403, Stray.ACCESS_DENIED);
            else receive(exchange, reply);
        } catch (Throwable bug) {
            reply.crash(bug);
        }
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
        var request =
                new Request(
                        exchange,
                        reply,
                        mediaType,
                        target,
                        service,
                        service.operation(target),
                        service.protocol(mediaType),
                        signature);
        Blob body = exchange.body();
        if (body.length() > 0 && "gzip".equalsIgnoreCase(exchange.header("content-encoding")))
            inflate(request, body);
        else proceed(request, body, null);
    }

    /// What the head of a request says.
    private record Request(
            Exchange exchange,
            Reply reply,
            String mediaType,
            String target,
            Service service,
            @Nullable Operation<?, ?> operation,
            @Nullable Protocol protocol,
            Signature signature) {
        void refuse(ApiException error) {
            reply.error(protocol != null ? protocol : service.fallback(mediaType), error);
        }
    }

    /// A small body may become a large one, which takes its time.
    private void inflate(Request request, Blob compressed) {
        if (!blockingRequests.tryAcquire()) {
            request.refuse(Refusal.busy());
            return;
        }
        // Twice: it is gathered piece by piece, then joined. And the answer's memory with it, for
        // who waits for more while holding some can wait forever.
        long bytes = 2L * config.inflatedBytes() + answerBytes(request.operation());
        memory.take(
                bytes,
                share ->
                        start(
                                "gunzip",
                                () -> inflate(request, compressed, share),
                                bug -> {
                                    share.release();
                                    request.reply().crash(bug);
                                }));
    }

    private void inflate(Request request, Blob compressed, Memory.Share share) {
        try {
            Inflation inflation;
            try {
                inflation = Inflation.gunzip(compressed, config.inflatedBytes());
            } finally {
                blockingRequests.release();
            }
            request.exchange().executor().execute(() -> inflated(request, inflation, share));
        } catch (Throwable bug) {
            share.release();
            request.reply().crash(bug);
        }
    }

    private void inflated(Request request, Inflation inflation, Memory.Share share) {
        try {
            switch (inflation) {
                case Inflation.Inflated(Blob body) -> {
                    share.shrink(body.length() + answerBytes(request.operation()));
                    proceed(request, body, share);
                }
                case Inflation.TooLarge _ -> {
                    share.release();
                    request.reply().empty(413);
                }
                case Inflation.Broken _ -> proceed(request, UNPARSABLE, share);
            }
        } catch (Throwable bug) {
            share.release();
            request.reply().crash(bug);
        }
    }

    private static long answerBytes(@Nullable Operation<?, ?> operation) {
        return operation == null ? 0 : operation.mostAnswerBytes();
    }

    /// @param share memory that the request holds already
    private void proceed(Request request, Blob body, Memory.@Nullable Share share) {
        Operation<?, ?> operation = request.operation();
        Protocol protocol = request.protocol();
        if (body.length() > 0 && protocol != null && operation != null) {
            run(operation, request, protocol, body, share);
            return;
        }
        if (share != null) share.release();
        if (body.length() == 0)
            request.refuse(operation != null ? Refusal.unparsable() : Refusal.unknownOperation());
        else if (protocol == null)
            Stray.refuseMediaType(request.reply(), request.mediaType(), request.target(), body);
        else Stray.refuseOperation(request.reply(), protocol, body);
    }

    private <I extends Shape, O extends Shape> void run(
            Operation<I, O> operation,
            Request request,
            Protocol protocol,
            Blob body,
            Memory.@Nullable Share share) {
        var answer = new Answer<O>(operation.type().name(), protocol, request.reply());
        if (share != null) answer.hold(share);
        try {
            Decoded<I> input = protocol.decode(operation.type().input(), body);
            if (protocol.copies()) request.exchange().forgetBody();
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
            Caller caller = caller(scope);
            if (faults == null) dispatch(operation, caller, input.shape(), answer, share != null);
            else
                meet(
                        faults.next(caller, operation.type(), input.shape()),
                        request,
                        answer,
                        () -> dispatch(operation, caller, input.shape(), answer, share != null));
        } catch (MalformedException malformed) {
            answer.fail(Refusal.unparsable());
        } catch (ApiException refusal) {
            answer.fail(refusal);
        } catch (Throwable bug) {
            answer.crash(bug);
        }
    }

    /// @param work what happens when nothing goes wrong
    private static void meet(Fault fault, Request request, Answer<?> answer, Runnable work) {
        Runnable now =
                () -> {
                    try {
                        switch (fault.kind()) {
                            case Fault.Kind.None() -> work.run();
                            case Fault.Kind.Refused(ApiException error) -> answer.fail(error);
                            case Fault.Kind.Dropped() -> answer.drop();
                            case Fault.Kind.AnswerLost() -> {
                                answer.lose();
                                work.run();
                            }
                        }
                    } catch (Throwable bug) {
                        answer.crash(bug);
                    }
                };
        if (fault.delayMs() == 0) now.run();
        else
            CompletableFuture.delayedExecutor(
                            fault.delayMs(), TimeUnit.MILLISECONDS, request.exchange().executor())
                    .execute(now);
    }

    /// Nobody checks the key, so it may as well say which account is meant: twelve digits do, as
    /// users of emulators know it.
    private Caller caller(CredentialScope scope) {
        String key = scope.accessKeyId();
        return new Caller(
                GatewayConfig.isAccount(key) ? key : config.account(),
                scope.region().isEmpty() ? config.region() : scope.region(),
                key);
    }

    /// @param hasMemory whether the answer holds what memory it needs
    private <I extends Shape, O extends Shape> void dispatch(
            Operation<I, O> operation,
            Caller caller,
            I input,
            Answer<O> answer,
            boolean hasMemory) {
        switch (operation.handler()) {
            case Handler.Prompt<I, O> prompt -> prompt.handle(caller, input, answer);
            case Handler.Blocking<I, O> blocking -> {
                if (!blockingRequests.tryAcquire()) answer.fail(Refusal.busy());
                else {
                    Runnable work = () -> block(blocking, caller, input, answer);
                    String name = operation.type().name();
                    if (hasMemory || operation.mostAnswerBytes() == 0)
                        start(name, work, answer::crash);
                    else
                        memory.take(
                                operation.mostAnswerBytes(),
                                share -> {
                                    answer.hold(share);
                                    start(name, work, answer::crash);
                                });
                }
            }
            case Handler.Streaming<I, O> streaming -> {
                if (!blockingRequests.tryAcquire()) answer.fail(Refusal.busy());
                else
                    start(
                            operation.type().name(),
                            () -> begin(streaming, caller, input, answer),
                            answer::crash);
            }
        }
    }

    /// Begins what has a permit of [#blockingRequests].
    private void start(String name, Runnable work, Consumer<Throwable> failed) {
        try {
            workers.start(name, work);
        } catch (Throwable noThread) {
            blockingRequests.release();
            failed.accept(noThread);
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

    private <I extends Shape, O extends Shape> void begin(
            Handler.Streaming<I, O> handler, Caller caller, I input, Answer<O> answer) {
        try {
            answer.stream(handler.handle(caller, input), eventMemory, workers);
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
