package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.GetResourcePolicyInput;
import dev.millrace.model.kinesis.GetResourcePolicyOutput;
import dev.millrace.stream.Catalog;

import java.util.Objects;

final class GetResourcePolicy
        implements Handler.Blocking<GetResourcePolicyInput, GetResourcePolicyOutput> {
    /// What a resource without a policy shows.
    private static final String NONE = "{}";

    private final Catalog catalog;
    private final ResourceAddress resources;

    GetResourcePolicy(Catalog catalog, ResourceAddress resources) {
        this.catalog = catalog;
        this.resources = resources;
    }

    @Override
    public GetResourcePolicyOutput handle(Caller caller, GetResourcePolicyInput input)
            throws ApiException {
        Resource resource =
                resources.require(
                        caller, Objects.requireNonNull(input.resourceARN()), input.streamId());
        String policy = catalog.policies().find(resource.holder());
        return new GetResourcePolicyOutput(policy == null ? NONE : policy);
    }
}
