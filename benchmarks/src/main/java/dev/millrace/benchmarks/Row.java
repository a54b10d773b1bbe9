package dev.millrace.benchmarks;

/// One line of a table, or a few that share a server, and how it is measured. Each has a server of
/// its own, so that rows do not disturb each other.
///
/// @param subject which server
record Row(Group group, String subject, String name, Measurement measurement) {
    interface Measurement {
        /// Starts a server, puts load on it, and reports.
        ///
        /// @param options how long, and where
        /// @param row to be filled
        void run(Options options, Result row, Report report) throws Exception;
    }

    interface Report {
        void add(Result result) throws Exception;
    }

    /// A server for the row.
    interface Start {
        ServerProcess of(Options options) throws Exception;
    }

    void run(Options options, Report report) throws Exception {
        measurement.run(options, Result.of(group, subject, name), report);
    }
}
