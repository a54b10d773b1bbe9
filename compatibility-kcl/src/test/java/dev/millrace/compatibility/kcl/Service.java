package dev.millrace.compatibility.kcl;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A server on its defaults, which serves TLS too, and clients of it.
record Service(Millrace millrace, Path data, KinesisClient kinesis, DynamoDbClient dynamo)
        implements AutoCloseable {
    private static final String REGION = "eu-west-1";

    static Service start(Path data) throws Exception {
        Millrace millrace =
                Millrace.start(
                        MillraceConfig.DEFAULT
                                .withPort(0)
                                .withData(data)
                                .with("http.tls", "self-made"));
        URI endpoint = URI.create("http://127.0.0.1:" + millrace.port());
        return new Service(
                millrace,
                data,
                here(KinesisClient.builder(), endpoint),
                here(DynamoDbClient.builder(), endpoint));
    }

    private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C here(
            B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /// What a client's process has to know, and no more.
    Map<String, String> environment(String scheme) {
        var environment = new HashMap<String, String>();
        environment.put("AWS_ENDPOINT_URL", scheme + "://127.0.0.1:" + millrace.port());
        environment.put("AWS_REGION", REGION);
        environment.put("AWS_DEFAULT_REGION", REGION);
        environment.put("AWS_ACCESS_KEY_ID", "a");
        environment.put("AWS_SECRET_ACCESS_KEY", "b");
        return environment;
    }

    Path authority() {
        return data.resolve("tls/ca.pem");
    }

    @Override
    public void close() {
        kinesis.close();
        dynamo.close();
        millrace.close();
    }
}
