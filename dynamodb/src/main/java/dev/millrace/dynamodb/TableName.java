package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A table's name in its account and region.
record TableName(String account, String region, String name) implements Comparable<TableName> {
    private static final Pattern ARN =
            Pattern.compile("arn:[a-z-]+:dynamodb:([A-Za-z0-9-]+):(\\d{12}):table/([^/]+)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final int MIN = 3;
    private static final int MAX = 255;
    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::account)
                    .thenComparing(TableName::region)
                    .thenComparing(TableName::name);

    /// What a request means by a name or an ARN.
    static TableName of(Caller caller, String nameOrArn) throws ApiException {
        if (nameOrArn.startsWith("arn:")) {
            Matcher arn = ARN.matcher(nameOrArn);
            if (!arn.matches()) throw ApiErrors.validation("Invalid table ARN: " + nameOrArn);
            return new TableName(arn.group(2), arn.group(1), arn.group(3));
        }
        if (nameOrArn.length() < MIN || nameOrArn.length() > MAX)
            throw ApiErrors.validation(
                    "TableName must be at least 3 characters long and at most 255 characters long");
        if (!NAME.matcher(nameOrArn).matches())
            throw ApiErrors.validation(
                    "1 validation error detected: Value '"
                            + nameOrArn
                            + "' at 'tableName' failed to satisfy constraint: Member must satisfy"
                            + " regular expression pattern: [a-zA-Z0-9_.-]+");
        return new TableName(caller.account(), caller.region(), nameOrArn);
    }

    String arn() {
        return "arn:aws:dynamodb:" + region + ":" + account + ":table/" + name;
    }

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }
}
