package dev.millrace.compatibility;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.net.URI;
import java.time.Duration;

/// The SDK inside this JVM, for what a test arranges and looks up.
final class Sdk {
    private Sdk() {}

    static KinesisClient sync(Shell shell) {
        return sync(shell.port(), shell.region());
    }

    /// Waits so much longer for an answer than usual.
    static KinesisClient patient(int port, Duration longer) {
        return KinesisClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(
                        UrlConnectionHttpClient.builder()
                                .socketTimeout(longer.plusSeconds(60))
                                .build())
                .overrideConfiguration(
                        config -> config.retryStrategy(strategy -> strategy.maxAttempts(1)))
                .build();
    }

    /// Never sends a request again: what was not answered is unknown, and not written twice.
    static KinesisClient sync(int port, String region) {
        return KinesisClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(
                        config -> config.retryStrategy(strategy -> strategy.maxAttempts(1)))
                .build();
    }
}
