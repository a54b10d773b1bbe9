package dev.millrace.dynamodb;

/// A part of an expression: something to compare, or something that is true or not. In brackets
/// either may stand, so a parser learns only behind them which it was.
sealed interface Term permits Operand, Condition {}
