package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/// What boto3 makes of several calls, in `src/test/python`.
@ExtendWith(SharedServer.class)
class Boto3Test {
    @Test
    void everyPaginatorWalksAndEveryWaiterEnds(Shell shell) throws Exception {
        Tools.needBoto3(shell);
        assertEquals(
                List.of(
                        "list_streams pages-0 pages-1 pages-2 pages-3 | pages-4 shards",
                        "summaries pages-0 pages-1 pages-2 pages-3 | pages-4 shards",
                        "describe_stream 0 1 | 2 3 | 4",
                        "list_stream_consumers a b | c",
                        "list_shards NextToken and StreamName cannot be provided together.",
                        "list_shards 0 1 2 3 4",
                        "resumed pages-0 pages-1 | pages-2 pages-3 pages-4 shards",
                        "deleted"),
                shell.run("python3", TestFiles.of("python/paginators_and_waiters.py").toString())
                        .succeeded()
                        .lines());
    }
}
