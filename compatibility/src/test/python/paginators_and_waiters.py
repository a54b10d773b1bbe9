"""Every paginator and waiter that boto3 has for Kinesis; prints what they find.

usage: paginators_and_waiters.py
"""

import threading

import boto3

kinesis = boto3.client("kinesis")
NAMES = ["pages-%d" % i for i in range(5)]


def pages(operation, size, **arguments):
    paginator = kinesis.get_paginator(operation)
    return list(paginator.paginate(**arguments, PaginationConfig={"PageSize": size}))


def show(what, pages):
    print(what, " | ".join(" ".join(page) for page in pages))


for name in NAMES:
    kinesis.create_stream(StreamName=name, ShardCount=1)
kinesis.create_stream(StreamName="shards", ShardCount=5)
kinesis.get_waiter("stream_exists").wait(StreamName="shards")
arn = kinesis.describe_stream_summary(StreamName="shards")["StreamDescriptionSummary"]["StreamARN"]
for name in "abc":
    kinesis.register_stream_consumer(StreamARN=arn, ConsumerName=name)

show("list_streams", [page["StreamNames"] for page in pages("list_streams", 4)])
show(
    "summaries",
    [[stream["StreamName"] for stream in page["StreamSummaries"]]
     for page in pages("list_streams", 4)],
)
show(
    "describe_stream",
    [[shard["ShardId"][-1] for shard in page["StreamDescription"]["Shards"]]
     for page in pages("describe_stream", 2, StreamName="shards")],
)
show(
    "list_stream_consumers",
    [[consumer["ConsumerName"] for consumer in page["Consumers"]]
     for page in pages("list_stream_consumers", 2, StreamARN=arn)],
)

# This one sends the stream's name along with the token, which the service refuses.
try:
    pages("list_shards", 2, StreamName="shards")
    print("list_shards went on")
except kinesis.exceptions.InvalidArgumentException as e:
    print("list_shards", e.response["Error"]["Message"])
show(
    "list_shards",
    [[shard["ShardId"][-1] for shard in page["Shards"]]
     for page in pages("list_shards", 10, StreamName="shards")],
)

# A walk that is broken off goes on elsewhere.
first = kinesis.get_paginator("list_streams").paginate(
    PaginationConfig={"MaxItems": 2, "PageSize": 4}
).build_full_result()
rest = kinesis.get_paginator("list_streams").paginate(
    PaginationConfig={"StartingToken": first["NextToken"]}
).build_full_result()
show("resumed", [first["StreamNames"], rest["StreamNames"]])

waiter = kinesis.get_waiter("stream_not_exists")
waiting = threading.Thread(
    target=lambda: (
        waiter.wait(StreamName="shards", WaiterConfig={"Delay": 1, "MaxAttempts": 60}),
        print("deleted"),
    )
)
waiting.start()
kinesis.delete_stream(StreamName="shards", EnforceConsumerDeletion=True)
waiting.join()
