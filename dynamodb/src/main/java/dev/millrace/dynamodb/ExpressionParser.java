package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads condition, filter, key condition and projection expressions. Source: the developer guide,
/// "Comparison operator and function reference"; messages as recorded from the service by others.
///
/// ```
/// condition  = and { OR and }
/// and        = not { AND not }
/// not        = NOT not | predicate
/// predicate  = operand ( comparator operand | BETWEEN operand AND operand
///                      | IN ( operand { , operand } ) )
///            | function ( … ) | ( condition )
/// operand    = path | :value | size ( operand ) | ( operand )
/// path       = name { . name | [ integer ] }
/// ```
class ExpressionParser {
    /// Most operators and functions in one expression.
    private static final int MAX_OPERATORS = 300;

    /// Most choices of IN.
    private static final int MAX_CHOICES = 100;

    /// Deepest nesting of brackets and negations.
    private static final int MAX_DEPTH = 64;

    private static final int MAX_STEPS = 32;

    private static final Set<String> TYPES =
            Set.of("S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL");
    private static final Set<String> CONDITIONS =
            Set.of(
                    "attribute_exists",
                    "attribute_not_exists",
                    "attribute_type",
                    "begins_with",
                    "contains");
    private static final Set<String> OF_UPDATES = Set.of("if_not_exists", "list_append");

    static boolean isOfConditions(String function) {
        return CONDITIONS.contains(function) || function.equals("size");
    }

    final Tokens tokens;
    private final Placeholders placeholders;
    private int operators;
    private int depth;

    /// @param member the parameter that the expression came in, for messages
    ExpressionParser(String member, String expression, Placeholders placeholders)
            throws ApiException {
        tokens = new Tokens(member, expression);
        this.placeholders = placeholders;
    }

    static Condition condition(String member, String expression, Placeholders placeholders)
            throws ApiException {
        var parser = new ExpressionParser(member, expression, placeholders);
        Condition condition = parser.condition();
        parser.tokens.expectEnd();
        return condition;
    }

    /// The paths of a projection, none of which leads through another.
    static List<Path> projection(String member, String expression, Placeholders placeholders)
            throws ApiException {
        var parser = new ExpressionParser(member, expression, placeholders);
        List<Path> paths = new ArrayList<>();
        do paths.add(parser.path());
        while (parser.tokens.accept(","));
        parser.tokens.expectEnd();
        parser.requireApart(paths);
        return paths;
    }

    final void requireApart(List<Path> paths) throws ApiException {
        for (int i = 0; i < paths.size(); i++)
            for (int j = 0; j < i; j++) {
                boolean overlap = paths.get(i).overlaps(paths.get(j));
                if (overlap || paths.get(i).conflicts(paths.get(j)))
                    throw tokens.invalid(
                            "Two document paths "
                                    + (overlap ? "overlap" : "conflict")
                                    + " with each other; must remove or rewrite one of these"
                                    + " paths; path one: "
                                    + paths.get(j)
                                    + ", path two: "
                                    + paths.get(i));
            }
    }

    /// Counts an operator or a function.
    final void operator() throws ApiException {
        if (++operators > MAX_OPERATORS)
            throw tokens.invalid(
                    "The expression contains too many operators; maximum allowed: "
                            + MAX_OPERATORS);
    }

    final void enter() throws ApiException {
        if (++depth > MAX_DEPTH) throw tokens.invalid("The expression is nested too deep");
    }

    final void leave() {
        depth--;
    }

    // ---- conditions

    private Condition condition() throws ApiException {
        return required(or());
    }

    private Condition required(Term term) throws ApiException {
        if (term instanceof Condition condition) return condition;
        throw tokens.syntaxError();
    }

    private Term or() throws ApiException {
        Term left = and();
        while (tokens.peek().isWord("OR")) {
            Condition first = required(left);
            tokens.next();
            operator();
            left = new Condition.Or(first, required(and()));
        }
        return left;
    }

    private Term and() throws ApiException {
        Term left = not();
        while (tokens.peek().isWord("AND")) {
            Condition first = required(left);
            tokens.next();
            operator();
            left = new Condition.And(first, required(not()));
        }
        return left;
    }

    private Term not() throws ApiException {
        if (!tokens.acceptWord("NOT")) return predicate();
        operator();
        enter();
        Condition inner = required(not());
        leave();
        return new Condition.Not(inner);
    }

    private Term predicate() throws ApiException {
        Term term = term();
        if (!(term instanceof Operand left)) return term;
        for (Condition.Comparator comparator : Condition.Comparator.values())
            if (tokens.accept(comparator.sign)) {
                operator();
                return compared(comparator, left, operand());
            }
        if (tokens.acceptWord("BETWEEN")) {
            operator();
            Operand low = operand();
            tokens.expectWord("AND");
            return between(left, low, operand());
        }
        if (tokens.acceptWord("IN")) {
            operator();
            return in(left);
        }
        return left;
    }

    private Condition compared(Condition.Comparator comparator, Operand left, Operand right)
            throws ApiException {
        boolean ordered =
                comparator != Condition.Comparator.EQUAL
                        && comparator != Condition.Comparator.NOT_EQUAL;
        if (ordered) {
            requireScalar(comparator.sign, left);
            requireScalar(comparator.sign, right);
        }
        if (left instanceof Operand.At(Path path) && left.equals(right))
            throw tokens.invalid(
                    "The first operand must be distinct from the remaining operands for this"
                            + " operator or function; operator: "
                            + comparator.sign
                            + ", first operand: "
                            + path);
        return new Condition.Compare(comparator, left, right);
    }

    private Condition between(Operand value, Operand low, Operand high) throws ApiException {
        requireScalar("BETWEEN", low);
        requireScalar("BETWEEN", high);
        if (low instanceof Operand.Literal(Value from)
                && high instanceof Operand.Literal(Value to)) {
            if (from.getClass() != to.getClass())
                throw tokens.invalid(
                        "The BETWEEN operator requires same data type for lower and upper bounds;"
                                + " lower bound operand: AttributeValue: "
                                + WireValue.print(from)
                                + ", upper bound operand: AttributeValue: "
                                + WireValue.print(to));
            if (Condition.order(from, to) > 0)
                throw tokens.invalid(
                        "The BETWEEN operator requires upper bound to be greater than or equal to"
                                + " lower bound; lower bound operand: AttributeValue: "
                                + WireValue.print(from)
                                + ", upper bound operand: AttributeValue: "
                                + WireValue.print(to));
        }
        return new Condition.Between(value, low, high);
    }

    private Condition in(Operand value) throws ApiException {
        tokens.expect("(");
        List<Operand> choices = new ArrayList<>();
        do choices.add(operand());
        while (tokens.accept(","));
        if (choices.size() > MAX_CHOICES)
            throw tokens.invalid(
                    "The IN operator is provided with too many operands; number of operands: "
                            + choices.size());
        tokens.expect(")");
        return new Condition.In(value, choices);
    }

    private void requireScalar(String operator, Operand operand) throws ApiException {
        if (operand instanceof Operand.Literal(Value value) && !Condition.isScalar(value))
            throw wrongOperand(operator, value);
    }

    private ApiException wrongOperand(String operator, Value value) {
        return tokens.invalid(
                "Incorrect operand type for operator or function; operator or function: "
                        + operator
                        + ", operand type: "
                        + value.type());
    }

    private Operand operand() throws ApiException {
        Term term = term();
        if (term instanceof Operand operand) return operand;
        throw tokens.syntaxError();
    }

    private Term term() throws ApiException {
        if (tokens.accept("(")) {
            enter();
            Term inner = or();
            tokens.expect(")");
            leave();
            return inner;
        }
        if (tokens.peek().kind() == Token.Kind.WORD && tokens.peekSecond().isSign("("))
            return function();
        if (tokens.peek().kind() == Token.Kind.VALUE) return new Operand.Literal(value());
        return new Operand.At(path());
    }

    private Term function() throws ApiException {
        String name = tokens.next().text();
        operator();
        enter();
        tokens.expect("(");
        List<Operand> operands = new ArrayList<>();
        do operands.add(operand());
        while (tokens.accept(","));
        tokens.expect(")");
        leave();
        if (OF_UPDATES.contains(name))
            throw tokens.invalid(
                    "The function is not allowed in a condition expression; function: " + name);
        if (!CONDITIONS.contains(name) && !name.equals("size"))
            throw tokens.invalid("Invalid function name; function: " + name);
        boolean single = name.startsWith("attribute_") && name.endsWith("exists");
        int wanted = single || name.equals("size") ? 1 : 2;
        if (operands.size() != wanted)
            throw tokens.invalid(
                    "Incorrect number of operands for operator or function; operator or function: "
                            + name
                            + ", number of operands: "
                            + operands.size());
        Operand first = operands.getFirst();
        return switch (name) {
            case "attribute_exists" -> new Condition.Exists(pathOf(name, first));
            case "attribute_not_exists" ->
                    new Condition.Not(new Condition.Exists(pathOf(name, first)));
            case "attribute_type" -> hasType(pathOf(name, first), operands.get(1));
            case "begins_with" -> beginsWith(first, operands.get(1));
            case "contains" -> new Condition.Contains(first, operands.get(1));
            default -> size(first);
        };
    }

    private Path pathOf(String function, Operand operand) throws ApiException {
        if (operand instanceof Operand.At(Path path)) return path;
        throw tokens.invalid(
                "Operator or function requires a document path; operator or function: " + function);
    }

    private Condition hasType(Path path, Operand type) throws ApiException {
        if (!(type instanceof Operand.Literal(Value value)))
            throw tokens.invalid(
                    "Incorrect operand type for operator or function; operator or function:"
                            + " attribute_type, operand type: path");
        if (!(value instanceof Value.Text(String name)))
            throw wrongOperand("attribute_type", value);
        if (!TYPES.contains(name))
            throw tokens.invalid(
                    "Invalid attribute type name found; type: "
                            + name
                            + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        return new Condition.HasType(path, name);
    }

    private Condition beginsWith(Operand value, Operand prefix) throws ApiException {
        for (Operand operand : List.of(value, prefix))
            if (operand instanceof Operand.Literal(Value literal)
                    && !(literal instanceof Value.Text)
                    && !(literal instanceof Value.Binary))
                throw wrongOperand("begins_with", literal);
        return new Condition.BeginsWith(value, prefix);
    }

    private Operand size(Operand operand) throws ApiException {
        if (operand instanceof Operand.Size)
            throw tokens.invalid(
                    "The function is not allowed to be used this way in an expression; function:"
                            + " size");
        if (operand instanceof Operand.Literal(Value value)
                && (value instanceof Value.Num
                        || value instanceof Value.Bool
                        || value instanceof Value.Null)) throw wrongOperand("size", value);
        return new Operand.Size(operand);
    }

    // ---- paths and values

    final Value value() throws ApiException {
        String placeholder = tokens.next().text();
        Value value = placeholders.value(placeholder);
        if (value == null)
            throw tokens.invalid(
                    "An expression attribute value used in expression is not defined; attribute"
                            + " value: "
                            + placeholder);
        return value;
    }

    final Path path() throws ApiException {
        List<Path.Step> steps = new ArrayList<>();
        steps.add(new Path.Step.Name(name()));
        while (true) {
            if (tokens.accept(".")) steps.add(new Path.Step.Name(name()));
            else if (tokens.accept("[")) {
                if (tokens.peek().kind() != Token.Kind.INTEGER) throw tokens.syntaxError();
                String index = tokens.next().text();
                if (index.length() > 9)
                    throw tokens.invalid(
                            "List index is not within the allowable range; index: [" + index + "]");
                steps.add(new Path.Step.Element(Integer.parseInt(index)));
                tokens.expect("]");
            } else break;
        }
        if (steps.size() > MAX_STEPS)
            throw tokens.invalid(
                    "The document path has too many nesting elements; nesting levels: "
                            + steps.size());
        return new Path(steps);
    }

    private String name() throws ApiException {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.NAME) {
            tokens.next();
            String name = placeholders.name(token.text());
            if (name == null)
                throw tokens.invalid(
                        "An expression attribute name used in the document path is not defined;"
                                + " attribute name: "
                                + token.text());
            return name;
        }
        if (token.kind() != Token.Kind.WORD) throw tokens.syntaxError();
        // Words of the grammar are no names, and are missed where they were expected.
        String upper = token.text().toUpperCase(Locale.ROOT);
        if (Set.of("AND", "OR", "NOT", "BETWEEN", "IN").contains(upper)) throw tokens.syntaxError();
        if (ReservedWords.has(upper))
            throw tokens.invalid(
                    "Attribute name is a reserved keyword; reserved keyword: " + token.text());
        tokens.next();
        return token.text();
    }
}
