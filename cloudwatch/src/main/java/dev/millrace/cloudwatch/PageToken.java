package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Where the next page of a list begins.
final class PageToken {
    private static final int MOST_DIGITS = 9;

    private PageToken() {}

    /// A page of a list, and the token of the next, if there is one.
    record Page<T>(List<T> items, @Nullable String next) {}

    /// @param token of the page before, or null for the first
    /// @throws ApiException if the token is none of ours
    static <T> Page<T> page(List<T> all, @Nullable String token, int most) throws ApiException {
        int from = Math.min(place(token), all.size());
        int to = (int) Math.min((long) from + most, all.size());
        return new Page<>(all.subList(from, to), to < all.size() ? of(to) : null);
    }

    static String of(int place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("p" + place).getBytes(StandardCharsets.US_ASCII));
    }

    static int place(@Nullable String token) throws ApiException {
        if (token == null) return 0;
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            if (text.matches("p\\d{1," + MOST_DIGITS + "}"))
                return Integer.parseInt(text.substring(1));
        } catch (IllegalArgumentException e) {
            throw CloudWatchErrors.invalidToken();
        }
        throw CloudWatchErrors.invalidToken();
    }
}
