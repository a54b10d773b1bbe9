package dev.millrace.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Set;

/// Which service the commands on streams speak to: whatever the AWS SDK finds in the environment
/// and in AWS's files, unless these say otherwise.
final class ServiceOptions {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The service's address (default: AWS_ENDPOINT_URL, else AWS itself).")
    String endpoint = "";

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description = "The region (default: AWS_REGION, else the profile's).")
    String region = "";

    private URI endpoint() {
        try {
            URI uri = new URI(endpoint);
            String scheme = uri.getScheme();
            if (scheme != null && SCHEMES.contains(scheme) && uri.getHost() != null) return uri;
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new ParameterException(
                spec.commandLine(),
                "--endpoint " + endpoint + ": expected an address such as http://127.0.0.1:4567");
    }

    KinesisClient open() throws Failure.Refusal {
        return open(KinesisClient.builder());
    }

    /// For a command that wants to see what the service refuses, and how long each request took.
    KinesisClient openWithoutRetries() throws Failure.Refusal {
        return open(
                KinesisClient.builder()
                        .overrideConfiguration(
                                settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())));
    }

    private KinesisClient open(KinesisClientBuilder builder) throws Failure.Refusal {
        builder.httpClient(UrlConnectionHttpClient.create());
        if (!endpoint.isEmpty()) builder.endpointOverride(endpoint());
        if (!region.isEmpty()) builder.region(Region.of(region));
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw explained(e);
        }
    }

    /// What a person should read instead of the SDK's exception.
    Failure.Refusal explained(SdkException failure) {
        String unreachable = unreachable(failure);
        String message = String.valueOf(failure.getMessage());
        if (unreachable != null) message = unreachable;
        else if (failure instanceof KinesisException refused && refused.awsErrorDetails() != null)
            message =
                    refused.awsErrorDetails().errorCode()
                            + ": "
                            + refused.awsErrorDetails().errorMessage();
        else if (message.contains("region"))
            message += "\nFor a Millrace on this machine: eval \"$(./millrace env)\"";
        else if (message.contains("credentials"))
            message =
                    "no AWS credentials in the environment or in AWS's files."
                            + "\nFor a Millrace on this machine: eval \"$(./millrace env)\"";
        return new Failure.Refusal(message);
    }

    /// Why there is no connection, if there is none.
    private @Nullable String unreachable(SdkException failure) {
        String address = endpoint.isEmpty() ? System.getenv("AWS_ENDPOINT_URL") : endpoint;
        String at = address == null ? "the service" : address;
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            switch (cause) {
                case ConnectException e -> {
                    return "nothing answers at "
                            + at
                            + ": "
                            + e.getMessage()
                            + "\nTo run a Millrace on this machine: ./millrace serve";
                }
                case UnknownHostException e -> {
                    return at + ": there is no host " + e.getMessage();
                }
                default -> {}
            }
        return null;
    }
}
