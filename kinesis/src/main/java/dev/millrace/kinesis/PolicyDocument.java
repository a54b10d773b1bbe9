package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.JsonReader;
import dev.millrace.model.MalformedException;
import dev.millrace.stream.ResourcePolicies;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A resource policy as it is read, once, to find out what is wrong with it.
///
/// Source: IAM's grammar of policies; developer guide, "Sharing access", for what a stream and a
/// consumer may share and with whom. How the service words its refusals is not known.
final class PolicyDocument {
    private static final int MOST_BYTES = 20 << 10;

    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");

    /// DescribeStream is not in the guide's list, but in policies that the service has taken.
    private static final Set<String> STREAM_ACTIONS =
            Set.of(
                    "kinesis:describestream",
                    "kinesis:describestreamsummary",
                    "kinesis:getrecords",
                    "kinesis:getsharditerator",
                    "kinesis:listshards",
                    "kinesis:putrecord",
                    "kinesis:putrecords");

    private static final Set<String> CONSUMER_ACTIONS =
            Set.of("kinesis:describestreamconsumer", "kinesis:subscribetoshard");

    /// An account, or a user, role or session of one.
    private static final Pattern PRINCIPAL =
            Pattern.compile(
                    "\\d{12}"
                            + "|arn:aws[a-z-]*:iam::\\d{12}:(root|(user|role)/\\S+)"
                            + "|arn:aws[a-z-]*:sts::\\d{12}:assumed-role/\\S+");

    private static final Set<String> STATEMENT =
            Set.of("Effect", "Principal", "Action", "Resource");

    private final Resource resource;
    private final JsonReader in;

    private PolicyDocument(byte[] policy, Resource resource) {
        this.resource = resource;
        in = new JsonReader(policy, 0, policy.length);
    }

    /// Refuses a policy that this resource cannot have.
    static void check(String policy, Resource resource) throws ApiException {
        if (ResourcePolicies.bytes(policy) > MOST_BYTES)
            throw fault("it is longer than %d bytes".formatted(MOST_BYTES));
        try {
            new PolicyDocument(policy.getBytes(StandardCharsets.UTF_8), resource).document();
        } catch (MalformedException e) {
            throw fault("it is not well-formed JSON: " + e.getMessage());
        }
    }

    private static ApiException fault(String what) {
        return ApiErrors.invalidArgument("Invalid resource policy: " + what + ".");
    }

    /// What is done with one value; it reads the value to its end.
    private interface Each {
        void read() throws ApiException;
    }

    private void document() throws ApiException {
        structure("the policy");
        boolean stated = false;
        for (String name = in.nextKey(); name != null; name = in.nextKey())
            switch (name) {
                case "Version" -> version();
                case "Id" -> text(name);
                case "Statement" -> stated |= each(this::statement);
                default -> throw fault("it has an unknown element " + name);
            }
        in.end();
        if (!stated) throw fault("it has no Statement");
    }

    private void version() throws ApiException {
        String version = text("Version");
        if (!VERSIONS.contains(version)) throw fault("there is no Version " + version);
    }

    private void statement() throws ApiException {
        structure("a Statement");
        var missing = new HashSet<>(STATEMENT);
        for (String name = in.nextKey(); name != null; name = in.nextKey()) {
            missing.remove(name);
            switch (name) {
                case "Sid" -> text(name);
                case "Effect" -> effect();
                case "Principal" -> principal();
                case "Action" -> some(name, this::action);
                case "Resource" -> some(name, this::resource);
                case "Condition" -> condition();
                default -> throw fault("a Statement has an unsupported element " + name);
            }
        }
        if (!missing.isEmpty())
            throw fault("a Statement has no " + missing.stream().sorted().findFirst().orElse(""));
    }

    private void effect() throws ApiException {
        String effect = text("Effect");
        if (!effect.equals("Allow") && !effect.equals("Deny"))
            throw fault("Effect is Allow or Deny, not " + effect);
    }

    private void principal() throws ApiException {
        if (in.kind() != JsonReader.Kind.STRUCTURE)
            throw fault(
                    "a Principal is an object with the member AWS; wildcards are not supported");
        in.beginMap();
        boolean given = false;
        for (String kind = in.nextKey(); kind != null; kind = in.nextKey()) {
            if (!kind.equals("AWS"))
                throw fault("principals of kind " + kind + " are not supported");
            some("Principal", this::awsPrincipal);
            given = true;
        }
        if (!given) throw fault("a Principal is empty");
    }

    private void awsPrincipal() throws ApiException {
        String principal = text("Principal");
        if (principal.indexOf('*') >= 0)
            throw fault("wildcards are not supported in a Principal: " + principal);
        if (!PRINCIPAL.matcher(principal).matches())
            throw fault("no account, user or role is named by the Principal " + principal);
    }

    private void action() throws ApiException {
        String action = text("Action");
        if (action.indexOf('*') >= 0 || action.indexOf('?') >= 0)
            throw fault("wildcards are not supported in an Action: " + action);
        Set<String> sharable =
                switch (resource) {
                    case Resource.OfStream _ -> STREAM_ACTIONS;
                    case Resource.OfConsumer _ -> CONSUMER_ACTIONS;
                };
        if (!sharable.contains(action.toLowerCase(Locale.ROOT)))
            throw fault("the Action " + action + " cannot be shared by " + resource.arn());
    }

    private void resource() throws ApiException {
        String pattern = text("Resource");
        if (!Wildcards.match(pattern, resource.arn()))
            throw fault("the Resource " + pattern + " is not " + resource.arn());
    }

    /// Operators, each with keys, each with values.
    private void condition() throws ApiException {
        structure("a Condition");
        for (String operator = in.nextKey(); operator != null; operator = in.nextKey()) {
            structure("an operator of a Condition");
            for (String key = in.nextKey(); key != null; key = in.nextKey())
                some("a Condition's key " + key, this::conditionValue);
        }
    }

    private void conditionValue() throws ApiException {
        switch (in.kind()) {
            case STRING, NUMBER, BOOLEAN -> in.skipValue();
            case STRUCTURE, LIST, NULL ->
                    throw fault("a Condition's value is no text, number or boolean");
        }
    }

    private void structure(String what) throws ApiException {
        if (in.kind() != JsonReader.Kind.STRUCTURE) throw fault(what + " is not an object");
        in.beginMap();
    }

    private String text(String what) throws ApiException {
        String text = in.kind() == JsonReader.Kind.STRING ? in.readString() : null;
        if (text == null) throw fault(what + " is not a text");
        return text;
    }

    /// One value or a list of at least one.
    private void some(String what, Each each) throws ApiException {
        if (!each(each)) throw fault(what + " is empty");
    }

    /// One value or a list.
    ///
    /// @return whether there was any
    private boolean each(Each each) throws ApiException {
        if (in.kind() != JsonReader.Kind.LIST) {
            each.read();
            return true;
        }
        boolean any = false;
        in.beginList();
        while (in.nextElement()) {
            each.read();
            any = true;
        }
        return any;
    }
}
