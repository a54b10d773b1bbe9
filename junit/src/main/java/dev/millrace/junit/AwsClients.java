package dev.millrace.junit;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Clients of the AWS SDK for Java 2, with the HTTP client that the SDK finds. Loaded only where a
/// test asks for one.
final class AwsClients {
    private AwsClients() {}

    /// @param type the SDK's client, synchronous or not
    static AutoCloseable of(Class<?> type, MillraceServer server) {
        return type == KinesisClient.class
                ? build(KinesisClient.builder(), server)
                : build(KinesisAsyncClient.builder(), server);
    }

    private static <B extends AwsClientBuilder<B, C>, C> C build(B builder, MillraceServer server) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        server.accessKeyId(), server.secretAccessKey())))
                .build();
    }
}
