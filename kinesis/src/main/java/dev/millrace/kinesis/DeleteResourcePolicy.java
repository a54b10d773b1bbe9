package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DeleteResourcePolicyInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.PolicyChange;
import dev.millrace.stream.Refusal;

import java.util.Objects;

final class DeleteResourcePolicy implements Handler.Blocking<DeleteResourcePolicyInput, Nothing> {
    private final Catalog catalog;
    private final ResourceAddress resources;
    private final Registrar registrar;

    DeleteResourcePolicy(Catalog catalog, ResourceAddress resources, Registrar registrar) {
        this.catalog = catalog;
        this.resources = resources;
        this.registrar = registrar;
    }

    @Override
    public Nothing handle(Caller caller, DeleteResourcePolicyInput input)
            throws ApiException, InterruptedException {
        Resource resource =
                resources.require(
                        caller, Objects.requireNonNull(input.resourceARN()), input.streamId());
        var none = new Refusal.PolicyNotFound(resource.arn());
        registrar.change(
                _ -> PolicyChange.delete(catalog, resource.holder(), resource.gone(), none));
        return Nothing.NOTHING;
    }
}
