// Puts, gets, and follows a shard by its subscription through a split. The SDK speaks HTTP/2 to
// Kinesis unless told otherwise.
//
// usage: node put_get_subscribe.mjs STREAM

import {
  CreateStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  ResourceNotFoundException,
  SplitShardCommand,
  SubscribeToShardCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";

const StreamName = process.argv[2];
const ShardId = "shardId-000000000000";
const kinesis = new KinesisClient({maxAttempts: 1});
const text = (record) => Buffer.from(record.Data).toString();

console.log(kinesis.config.requestHandler.constructor.name);

await kinesis.send(new CreateStreamCommand({StreamName, ShardCount: 1}));
await waitUntilStreamExists({client: kinesis, maxWaitTime: 30}, {StreamName});
await kinesis.send(
  new PutRecordCommand({StreamName, PartitionKey: "k", Data: Buffer.from("one")}));
const {FailedRecordCount} = await kinesis.send(new PutRecordsCommand({
  StreamName,
  Records: ["two", "three"].map((data) => ({PartitionKey: "k", Data: Buffer.from(data)})),
}));
console.log("failed", FailedRecordCount);

const {ShardIterator} = await kinesis.send(new GetShardIteratorCommand({
  StreamName, ShardId, ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(0)}));
const {Records} = await kinesis.send(new GetRecordsCommand({ShardIterator}));
console.log("got", Records.map(text).join(" "));
console.log("arrived", Records.every((each) => each.ApproximateArrivalTimestamp instanceof Date));

try {
  await kinesis.send(new DescribeStreamCommand({StreamName: "none"}));
} catch (e) {
  console.log(e instanceof ResourceNotFoundException, e.message);
}

const {StreamDescriptionSummary: {StreamARN}} =
  await kinesis.send(new DescribeStreamSummaryCommand({StreamName}));
const {Consumer: {ConsumerARN}} =
  await kinesis.send(new RegisterStreamConsumerCommand({StreamARN, ConsumerName: "reader"}));
const {EventStream} = await kinesis.send(new SubscribeToShardCommand({
  ConsumerARN, ShardId, StartingPosition: {Type: "TRIM_HORIZON"}}));
let read = 0;
for await (const {SubscribeToShardEvent: event} of EventStream) {
  for (const record of event.Records) {
    console.log("event", text(record));
    read++;
  }
  for (const child of event.ChildShards ?? []) console.log("child", child.ShardId);
  if (read !== 3) continue;
  read++;
  await kinesis.send(
    new PutRecordCommand({StreamName, PartitionKey: "k", Data: Buffer.from("four")}));
  await kinesis.send(new SplitShardCommand({
    StreamName, ShardToSplit: ShardId,
    NewStartingHashKey: "170141183460469231731687303715884105728"}));
}
console.log("end");
kinesis.destroy();
