package dev.millrace.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What somebody who wrote a name that does not exist may have meant.
final class Suggestion {
    private Suggestion() {}

    /// The sentence to put behind a refusal: `; did you mean …?`, or nothing if no name is near.
    static String forName(String given, Collection<String> names) {
        List<String> near = nearest(given, names);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /// At most three names, nearest first: a slip of the fingers away, or the same name below a
    /// room.
    static List<String> nearest(String given, Collection<String> names) {
        record Candidate(String name, int distance) {}
        var candidates = new ArrayList<Candidate>();
        for (String name : names) {
            String last = name.substring(name.lastIndexOf('.') + 1);
            String givenLast = given.substring(given.lastIndexOf('.') + 1);
            int most = Math.max(1, Math.min(given.length(), name.length()) / 3);
            int distance = distance(given, name, most);
            if (last.equals(givenLast)) distance = Math.min(distance, 1);
            else distance = Math.min(distance, distance(given, last, most) + 1);
            if (distance <= most) candidates.add(new Candidate(name, distance));
        }
        return candidates.stream()
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(3)
                .map(Candidate::name)
                .toList();
    }

    /// The distance, or something beyond `most` if it is: words of such different lengths are not
    /// compared.
    private static int distance(String a, String b, int most) {
        int longer = Math.abs(a.length() - b.length());
        return longer > most ? longer : distance(a, b);
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words.
    static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++)
            for (int j = 1; j <= b.length(); j++) {
                int replace = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replace, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1))
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        return rows[a.length()][b.length()];
    }
}
