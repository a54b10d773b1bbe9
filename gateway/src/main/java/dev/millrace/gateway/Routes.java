package dev.millrace.gateway;

import dev.millrace.access.CredentialScope;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Which service a request means. The signature's scope says it best: clients send every service's
/// requests to one port, and some services share an operation's name.
record Routes(List<Service> services) {
    Routes {
        if (services.isEmpty()) throw new IllegalArgumentException("a gateway without services");
        services = List.copyOf(services);
    }

    /// Finds the service of both scope and target, else of the scope, else of the target, else the
    /// first.
    Service find(@Nullable CredentialScope scope, String target) {
        Service byScope = null;
        Service byTarget = null;
        for (Service service : services) {
            boolean scoped = scope != null && service.signingName().equals(scope.service());
            boolean targeted = service.isTargetOf(target);
            if (scoped && targeted) return service;
            if (scoped && byScope == null) byScope = service;
            if (targeted && byTarget == null) byTarget = service;
        }
        if (byScope != null) return byScope;
        return byTarget != null ? byTarget : services.getFirst();
    }
}
