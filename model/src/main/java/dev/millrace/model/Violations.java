package dev.millrace.model;

/// The constraints that one input breaks.
public final class Violations {}
