package dev.millrace.cli;

import picocli.CommandLine.Option;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import java.net.URI;
import java.net.URISyntaxException;

/// Which service the commands on streams speak to: whatever the AWS SDK finds in the environment
/// and in AWS's files, unless these say otherwise.
final class ServiceOptions {
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

    private URI endpoint() throws Failure.Refusal {
        try {
            URI uri = new URI(endpoint);
            if (uri.getScheme() != null && uri.getHost() != null) return uri;
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new Failure.Refusal(
                "--endpoint " + endpoint + ": expected an address such as http://127.0.0.1:4567");
    }

    KinesisClient open() throws Failure.Refusal {
        var builder = KinesisClient.builder().httpClient(UrlConnectionHttpClient.create());
        if (!endpoint.isEmpty()) builder.endpointOverride(endpoint());
        if (!region.isEmpty()) builder.region(Region.of(region));
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw explained(e);
        }
    }

    /// What a person should read instead of the SDK's exception.
    static Failure.Refusal explained(SdkException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof KinesisException refused && refused.awsErrorDetails() != null)
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
}
