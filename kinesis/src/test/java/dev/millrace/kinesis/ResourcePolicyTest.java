package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.kinesis.DeleteResourcePolicyInput;
import dev.millrace.model.kinesis.DeregisterStreamConsumerInput;
import dev.millrace.model.kinesis.GetResourcePolicyInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.PutResourcePolicyInput;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;

class ResourcePolicyTest {
    private static final String STREAM = "arn:aws:kinesis:eu-central-1:123456789012:stream/s";

    private static String policy(String action, String arn) {
        return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
            "Principal": {"AWS": "111122223333"}, "Action": "%s", "Resource": "%s"}]}
        """
                .formatted(action, arn);
    }

    private static PutResourcePolicyInput put(String arn, String policy) {
        return PutResourcePolicyInput.builder().resourceARN(arn).policy(policy).build();
    }

    private static String get(Service service, String arn) throws Exception {
        return Objects.requireNonNull(
                service.call(
                                Kinesis.GET_RESOURCE_POLICY,
                                GetResourcePolicyInput.builder().resourceARN(arn).build())
                        .policy());
    }

    private static DeleteResourcePolicyInput delete(String arn) {
        return DeleteResourcePolicyInput.builder().resourceARN(arn).build();
    }

    private static String consumer(Service service) throws Exception {
        var output =
                service.call(
                        Kinesis.REGISTER_STREAM_CONSUMER,
                        RegisterStreamConsumerInput.builder()
                                .streamARN(STREAM)
                                .consumerName("c")
                                .build());
        return Objects.requireNonNull(Objects.requireNonNull(output.consumer()).consumerARN());
    }

    @Test
    void aPolicyIsKeptAsItWasGivenUntilItIsReplacedOrDeleted() throws Exception {
        Service service = Service.aws().create("s", 1);
        String consumer = consumer(service);
        assertEquals("{}", get(service, STREAM));
        String first = policy("kinesis:PutRecord", STREAM);
        String second = policy("kinesis:GetRecords", STREAM);
        String subscribe = policy("kinesis:SubscribeToShard", consumer);
        service.call(Kinesis.PUT_RESOURCE_POLICY, put(STREAM, first));
        service.call(Kinesis.PUT_RESOURCE_POLICY, put(consumer, subscribe));
        assertEquals(first, get(service, STREAM));
        service.call(Kinesis.PUT_RESOURCE_POLICY, put(STREAM, second));
        assertEquals(second, get(service, STREAM));
        service.call(Kinesis.DELETE_RESOURCE_POLICY, delete(STREAM));
        assertEquals("{}", get(service, STREAM));
        assertEquals(subscribe, get(service, consumer));
        assertEquals(
                "ResourceNotFoundException: No resource policy found for resource ARN "
                        + STREAM
                        + ".",
                service.error(Kinesis.DELETE_RESOURCE_POLICY, delete(STREAM)));
    }

    @Test
    void aPolicyDoesNotPassToANamesake() throws Exception {
        Service service = Service.aws().create("s", 1);
        String consumer = consumer(service);
        service.call(
                Kinesis.PUT_RESOURCE_POLICY,
                put(consumer, policy("kinesis:SubscribeToShard", consumer)));
        service.call(
                Kinesis.DEREGISTER_STREAM_CONSUMER,
                DeregisterStreamConsumerInput.builder().consumerARN(consumer).build());
        assertEquals("{}", get(service, consumer(service)));
    }

    @Test
    void aPolicyIsForAResourceThatIsActive() throws Exception {
        Duration delay = Duration.ofSeconds(1);
        Service service = new Service(Service.config(LimitsProfile.AWS, delay)).create("s", 1);
        PutResourcePolicyInput put = put(STREAM, policy("kinesis:PutRecord", STREAM));
        assertEquals(
                "ResourceInUseException: Stream s under account 123456789012 not ACTIVE, instead in"
                        + " state CREATING",
                service.error(Kinesis.PUT_RESOURCE_POLICY, put));
        service.pass(delay.plusMillis(20));
        service.call(Kinesis.PUT_RESOURCE_POLICY, put);
        String consumer = consumer(service);
        assertEquals(
                "ResourceInUseException: Consumer c with creation timestamp %d under stream s and"
                                .formatted(service.clock.wallMs() / 1_000)
                        + " account 123456789012 is not in ACTIVE status.",
                service.error(
                        Kinesis.PUT_RESOURCE_POLICY,
                        put(consumer, policy("kinesis:SubscribeToShard", consumer))));
    }

    @Test
    void theStoreHoldsSoManyBytesOfPolicies() throws Exception {
        String policy = policy("kinesis:PutRecord", STREAM);
        var config = Service.config(LimitsProfile.AWS, Duration.ZERO);
        var resources = new ResourcesConfig(0, 0, 1, policy.length());
        Service service =
                new Service(
                                Settings.with(
                                        "limits",
                                        config.limits(),
                                        "transitionDelay",
                                        config.transitionDelay(),
                                        "resources",
                                        resources))
                        .create("s", 1);
        service.call(Kinesis.PUT_RESOURCE_POLICY, put(STREAM, policy));
        service.call(
                Kinesis.PUT_RESOURCE_POLICY,
                put(
                        STREAM,
                        policy.replace("Put", "Get")
                                .replace("GetRecord\"", "GetRecords\"")
                                .replace(" [", "[")));
        assertEquals(
                "LimitExceededException: This server keeps at most %d bytes of resource policies,"
                                .formatted(policy.length())
                        + " as its setting kinesis.resources.policy-bytes says.",
                service.error(Kinesis.PUT_RESOURCE_POLICY, put(STREAM, policy + " ")));
    }
}
