package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads update expressions. Source: the developer guide, "Using update expressions".
///
/// ```
/// update = { SET path = value { , … } | REMOVE path { , … }
///          | ADD path :value { , … } | DELETE path :value { , … } }, each once at most
/// value  = term [ + term | - term ]
/// term   = path | :value | if_not_exists ( path , value ) | list_append ( value , value )
///        | ( value )
/// ```
final class UpdateParser extends ExpressionParser {
    private static final Map<String, String> TYPE_NAMES =
            Map.of(
                    "S",
                    "STRING",
                    "N",
                    "NUMBER",
                    "B",
                    "BINARY",
                    "SS",
                    "STRING_SET",
                    "NS",
                    "NUMBER_SET",
                    "BS",
                    "BINARY_SET",
                    "M",
                    "MAP",
                    "L",
                    "LIST",
                    "BOOL",
                    "BOOLEAN",
                    "NULL",
                    "NULL");

    private final Map<Path, Update.Term> assignments = new LinkedHashMap<>();
    private final List<Path> removals = new ArrayList<>();
    private final Map<Path, Value> additions = new LinkedHashMap<>();
    private final Map<Path, Value> deletions = new LinkedHashMap<>();
    private final List<Path> paths = new ArrayList<>();

    private UpdateParser(String expression, Placeholders placeholders) throws ApiException {
        super("UpdateExpression", expression, placeholders);
    }

    static Update parse(String expression, Placeholders placeholders) throws ApiException {
        return new UpdateParser(expression, placeholders).update();
    }

    private Update update() throws ApiException {
        Set<String> sections = new LinkedHashSet<>();
        do {
            String section = tokens.peek().text().toUpperCase(Locale.ROOT);
            if (tokens.peek().kind() != Token.Kind.WORD) throw tokens.syntaxError();
            if (sections.contains(section))
                throw tokens.invalid(
                        "The \""
                                + section
                                + "\" section can only be used once in an update expression;");
            switch (section) {
                case "SET", "REMOVE", "ADD", "DELETE" -> tokens.next();
                default -> throw tokens.syntaxError();
            }
            sections.add(section);
            do part(section);
            while (tokens.accept(","));
        } while (tokens.peek().kind() != Token.Kind.END);
        requireApart(paths);
        return new Update(assignments, removals, additions, deletions);
    }

    private void part(String section) throws ApiException {
        Path path = path();
        paths.add(path);
        operator();
        switch (section) {
            case "SET" -> {
                tokens.expect("=");
                assignments.put(path, value(true));
            }
            case "REMOVE" -> removals.add(path);
            case "ADD" -> {
                Value value = placeholder();
                if (!(value instanceof Value.Num) && !isSet(value)) throw wrong("ADD", value);
                additions.put(path, value);
            }
            default -> {
                Value value = placeholder();
                if (!isSet(value)) throw wrong("DELETE", value);
                deletions.put(path, value);
            }
        }
    }

    private Value placeholder() throws ApiException {
        if (tokens.peek().kind() != Token.Kind.VALUE) throw tokens.syntaxError();
        return value();
    }

    private static boolean isSet(Value value) {
        return value instanceof Value.TextSet
                || value instanceof Value.NumSet
                || value instanceof Value.BinarySet;
    }

    private ApiException wrong(String operator, Value value) {
        return tokens.invalid(
                "Incorrect operand type for operator or function; operator: "
                        + operator
                        + ", operand type: "
                        + TYPE_NAMES.get(value.type())
                        + ", typeSet: "
                        + (operator.equals("ADD")
                                ? "ALLOWED_FOR_ADD_OPERAND"
                                : "ALLOWED_FOR_DELETE_OPERAND"));
    }

    /// @param arithmetic whether there may be a sign
    private Update.Term value(boolean arithmetic) throws ApiException {
        Update.Term left = term();
        if (!arithmetic) return left;
        boolean plus = tokens.peek().isSign("+");
        if (!plus && !tokens.peek().isSign("-")) return left;
        String sign = tokens.next().text();
        operator();
        Update.Term right = term();
        requireType(sign, left, Value.Num.class);
        requireType(sign, right, Value.Num.class);
        return plus ? new Update.Term.Sum(left, right) : new Update.Term.Difference(left, right);
    }

    private void requireType(String operator, Update.Term term, Class<? extends Value> type)
            throws ApiException {
        if (term instanceof Update.Term.Of(Operand.Literal(Value value)) && !type.isInstance(value))
            throw tokens.invalid(
                    "Incorrect operand type for operator or function; operator or function: "
                            + operator
                            + ", operand type: "
                            + value.type());
    }

    private Update.Term term() throws ApiException {
        if (tokens.accept("(")) {
            enter();
            Update.Term inner = value(true);
            tokens.expect(")");
            leave();
            return inner;
        }
        if (tokens.peek().kind() == Token.Kind.VALUE)
            return new Update.Term.Of(new Operand.Literal(value()));
        if (tokens.peek().kind() == Token.Kind.WORD && tokens.peekSecond().isSign("("))
            return function();
        return new Update.Term.Of(new Operand.At(path()));
    }

    private Update.Term function() throws ApiException {
        String name = tokens.next().text();
        operator();
        enter();
        tokens.expect("(");
        List<Update.Term> operands = new ArrayList<>();
        do operands.add(value(true));
        while (tokens.accept(","));
        tokens.expect(")");
        leave();
        boolean isAppend = name.equals("list_append");
        if (!isAppend && !name.equals("if_not_exists")) {
            if (isOfConditions(name))
                throw tokens.invalid(
                        "The function is not allowed in an update expression; function: " + name);
            throw tokens.invalid("Invalid function name; function: " + name);
        }
        if (operands.size() != 2)
            throw tokens.invalid(
                    "Incorrect number of operands for operator or function; operator or function: "
                            + name
                            + ", number of operands: "
                            + operands.size());
        if (isAppend) {
            requireType(name, operands.get(0), Value.ListOf.class);
            requireType(name, operands.get(1), Value.ListOf.class);
            return new Update.Term.Append(operands.get(0), operands.get(1));
        }
        if (operands.getFirst() instanceof Update.Term.Of(Operand.At(Path path)))
            return new Update.Term.IfNotExists(path, operands.get(1));
        throw tokens.invalid(
                "Operator or function requires a document path; operator or function: " + name);
    }
}
