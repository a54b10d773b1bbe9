package dev.millrace.dynamodb;

import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.testkit.ManualClock;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes a folder of tables that every later release must open: `java …
/// dev.millrace.dynamodb.GoldenTables dynamodb/src/test/resources/golden/1`. It holds two tables,
/// one with indexes and expiry, a dropped one, values of every type, a transaction, in a snapshot
/// and in the journal behind it. Never make a version's folder anew.
final class GoldenTables {
    private GoldenTables() {}

    public static void main(String[] arguments) throws Exception {
        var clock = new ManualClock(1_700_000_000_000L);
        var tables = new Tables();
        FileLog log =
                FileLog.openStepped(
                        new FolderDisk(Path.of(arguments[0])),
                        clock,
                        TableCrashTest.CONFIG,
                        Map.of(Tables.LEDGER, tables),
                        new SplittableRandom(1));
        var desk = new Desk(clock, tables, log);
        desk.createTable("orders");
        desk.createTable("gone");
        desk.call(
                "UpdateTimeToLive",
                "{'TableName': 'orders', 'TimeToLiveSpecification': {'Enabled': true,"
                        + " 'AttributeName': 'until'}}");
        put(desk, 1, ", 'g': {'S': 'one'}, 'until': {'N': '1800000000'}");
        put(
                desk,
                2,
                ", 'S': {'S': 'é'}, 'N': {'N': '-12.5e-100'}, 'B': {'B': 'AAEC'}, 'SS': {'SS':"
                        + " ['a', 'b']}, 'NS': {'NS': ['1', '2.5']}, 'BS': {'BS': ['AA==']}, 'M':"
                        + " {'M': {'k': {'L': [{'NULL': true}, {'BOOL': false}]}}}, 'T': {'BOOL':"
                        + " true}");
        desk.call("DeleteTable", "{'TableName': 'gone'}");
        log.checkpointSoon();
        for (int i = 0; i < 100; i++) log.doWork();
        put(desk, -3, ", 'g': {'S': 'late'}");
        desk.call(
                "TransactWriteItems",
                "{'ClientRequestToken': 'once', 'TransactItems': [{'Delete': {'TableName':"
                        + " 'orders', 'Key': {'p': {'S': 'p'}, 's': {'N': '1'}}}}]}");
        desk.call(
                "TagResource",
                "{'ResourceArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders', 'Tags':"
                        + " [{'Key': 'team', 'Value': 'a'}]}");
        desk.createTable("late");
        log.close();
    }

    private static void put(Desk desk, int sort, String more) throws Exception {
        desk.call(
                "PutItem",
                "{'TableName': 'orders', 'Item': {'p': {'S': 'p'}, 's': {'N': '%d'}%s}}"
                        .formatted(sort, more));
    }
}
