package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DeleteResourcePolicyInput;
import dev.millrace.model.kinesis.GetResourcePolicyInput;
import dev.millrace.model.kinesis.GetResourcePolicyOutput;
import dev.millrace.model.kinesis.PutResourcePolicyInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.PolicyChange;
import dev.millrace.stream.Refusal;

/// The policies of streams and consumers. They are stored; nobody is let in or kept out by one yet.
///
/// @param mostBytes of all policies together
record PolicyOperations(
        Catalog catalog, ResourceAddress resources, Registrar registrar, long mostBytes) {
    /// What a resource without a policy shows.
    private static final String NONE = "{}";

    Nothing put(Caller caller, PutResourcePolicyInput input)
            throws ApiException, InterruptedException {
        Resource resource =
                resources.require(caller, requireNonNull(input.resourceARN()), input.streamId());
        String policy = requireNonNull(input.policy());
        PolicyDocument.check(policy, resource);
        registrar.change(
                _ ->
                        PolicyChange.put(
                                catalog, resource.holder(), resource.gone(), policy, mostBytes));
        return Nothing.NOTHING;
    }

    GetResourcePolicyOutput get(Caller caller, GetResourcePolicyInput input) throws ApiException {
        Resource resource =
                resources.require(caller, requireNonNull(input.resourceARN()), input.streamId());
        String policy = catalog.policies().find(resource.holder());
        return new GetResourcePolicyOutput(policy == null ? NONE : policy);
    }

    Nothing delete(Caller caller, DeleteResourcePolicyInput input)
            throws ApiException, InterruptedException {
        Resource resource =
                resources.require(caller, requireNonNull(input.resourceARN()), input.streamId());
        var none = new Refusal.PolicyNotFound(resource.arn());
        registrar.change(
                _ -> PolicyChange.delete(catalog, resource.holder(), resource.gone(), none));
        return Nothing.NOTHING;
    }
}
