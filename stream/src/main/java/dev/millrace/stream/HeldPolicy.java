package dev.millrace.stream;

/// A resource policy and what it belongs to.
record HeldPolicy(PolicyHolder holder, String policy) {}
