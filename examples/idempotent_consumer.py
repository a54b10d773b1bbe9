"""Consumes a stream so that nothing is done twice, whatever is delivered twice.

usage: idempotent_consumer.py STREAM TABLE

The table has a row for each event, by a hash of the event. What was delivered again, after a crash or
by a producer that retried, has the same hash and finds its row there.
"""

import hashlib
import json
import sys

import boto3
from boto3.dynamodb.conditions import Attr

if len(sys.argv) != 3:
    sys.exit(__doc__)
stream, name = sys.argv[1:]
kinesis = boto3.client("kinesis")
dynamodb = boto3.resource("dynamodb")


def made(name):
    table = dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "event", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "event", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    return table


def key(data):
    return hashlib.sha256(data).hexdigest()


def records():
    for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            answer = kinesis.get_records(ShardIterator=iterator)
            if answer["Records"]:
                yield answer["Records"]
            iterator = answer.get("NextShardIterator")
            if not answer["Records"] and not answer["MillisBehindLatest"]:
                break


table = made(name)

# One by one, where something happens once only: whoever puts the row may do it.
first = again = 0
for batch in records():
    for record in batch:
        try:
            table.put_item(
                Item={"event": key(record["Data"]), "data": record["Data"].decode()},
                ConditionExpression=Attr("event").not_exists(),
            )
            first += 1
        except dynamodb.meta.client.exceptions.ConditionalCheckFailedException:
            again += 1
print("first", first, "again", again)

# Many at once, where the row is all there is to do: the same event is the same row. One batch must
# not name a row twice, or all of it is refused; so the last of each key is kept, and the others are not
# sent.
try:
    with table.batch_writer() as rows:
        for batch in records():
            for record in batch:
                rows.put_item(Item={"event": key(record["Data"]), "data": record["Data"].decode()})
    print("no event came twice in one batch")
except dynamodb.meta.client.exceptions.ClientError as refusal:
    print(refusal.response["Error"]["Message"])
with table.batch_writer(overwrite_by_pkeys=["event"]) as rows:
    for batch in records():
        for record in batch:
            rows.put_item(Item={"event": key(record["Data"]), "data": record["Data"].decode()})

# A counter that a retry does not move twice: the new total is written only over the one it was made of.
total = len(table.scan()["Items"])
table.update_item(
    Key={"event": "total"},
    UpdateExpression="SET seen = :total",
    ConditionExpression=Attr("seen").not_exists() | Attr("seen").lt(total),
    ExpressionAttributeValues={":total": total},
)
print("rows", json.dumps(sorted(row["data"] for row in table.scan()["Items"] if "data" in row)))
print("total", table.get_item(Key={"event": "total"}, ConsistentRead=True)["Item"]["seen"])
