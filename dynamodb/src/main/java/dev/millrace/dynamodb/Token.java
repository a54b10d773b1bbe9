package dev.millrace.dynamodb;

/// A word or a sign of an expression.
///
/// @param text as it was written
record Token(Kind kind, String text) {
    enum Kind {
        /// A name or a keyword.
        WORD,
        /// `#` and a word.
        NAME,
        /// `:` and a word.
        VALUE,
        INTEGER,
        SIGN,
        END
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /// Keywords are written in any case.
    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
