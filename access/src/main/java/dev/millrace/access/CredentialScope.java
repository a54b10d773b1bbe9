package dev.millrace.access;

import org.jspecify.annotations.Nullable;

/// The five elements of a `Credential`: `keyid/date/region/service/aws4_request`.
/// Source: Signature Version 4, "Create a string to sign".
///
/// @param accessKeyId never empty
/// @param date `yyyymmdd` by rights; not checked
/// @param region e.g. `eu-central-1`; may be empty
/// @param service signing name, e.g. `kinesis`
public record CredentialScope(String accessKeyId, String date, String region, String service) {
    /// Splits a credential; null unless there are exactly five elements and a key id.
    static @Nullable CredentialScope parse(String credential) {
        int key = credential.indexOf('/');
        int date = credential.indexOf('/', key + 1);
        int region = credential.indexOf('/', date + 1);
        int service = credential.indexOf('/', region + 1);
        if (key < 1 || date < 0 || region < 0 || service < 0) return null;
        // A missing slash restarts the search at the front, so the order tells it apart.
        if (date < key || region < date || service < region) return null;
        if (credential.indexOf('/', service + 1) >= 0) return null;
        return new CredentialScope(
                credential.substring(0, key),
                credential.substring(key + 1, date),
                credential.substring(date + 1, region),
                credential.substring(region + 1, service));
    }
}
