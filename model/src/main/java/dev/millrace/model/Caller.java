package dev.millrace.model;

/// Who sent a request, and the name space it speaks of.
///
/// @param account twelve digits
/// @param region region of the signature's credential scope, e.g. `eu-central-1`
/// @param accessKeyId access key that signed the request
public record Caller(String account, String region, String accessKeyId) {}
