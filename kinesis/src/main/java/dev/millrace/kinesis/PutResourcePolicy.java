package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.PutResourcePolicyInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.PolicyChange;

import java.util.Objects;

/// Stores a policy; nobody is let in or kept out by it yet.
final class PutResourcePolicy implements Handler.Blocking<PutResourcePolicyInput, Nothing> {
    private final Catalog catalog;
    private final ResourceAddress resources;
    private final Registrar registrar;
    private final long mostBytes;

    /// @param mostBytes of all policies together
    PutResourcePolicy(
            Catalog catalog, ResourceAddress resources, Registrar registrar, long mostBytes) {
        this.catalog = catalog;
        this.resources = resources;
        this.registrar = registrar;
        this.mostBytes = mostBytes;
    }

    @Override
    public Nothing handle(Caller caller, PutResourcePolicyInput input)
            throws ApiException, InterruptedException {
        Resource resource =
                resources.require(
                        caller, Objects.requireNonNull(input.resourceARN()), input.streamId());
        String policy = Objects.requireNonNull(input.policy());
        PolicyDocument.check(policy, resource);
        registrar.change(
                _ ->
                        PolicyChange.put(
                                catalog, resource.holder(), resource.gone(), policy, mostBytes));
        return Nothing.NOTHING;
    }
}
