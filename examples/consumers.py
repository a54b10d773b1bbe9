"""Consumers with enhanced fan-out and resource policies; prints an answer a line.

usage: consumers.py STREAM first    makes a stream with five consumers and two policies
       consumers.py STREAM then     shows what is there, and takes it away again
"""

import json
import sys
import time

import boto3

if len(sys.argv) != 3:
    sys.exit(__doc__)
stream, part = sys.argv[1:]
kinesis = boto3.client("kinesis")


def show(name, answer):
    print(name, json.dumps(answer, default=str, sort_keys=True))


def summary():
    return kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]


def consumer(name):
    return kinesis.describe_stream_consumer(StreamARN=arn, ConsumerName=name)["ConsumerDescription"]


def settled(status, wanted):
    """Waits for a status; the service takes some seconds."""
    while status() != wanted:
        time.sleep(0.1)


def share(resource, *actions):
    """Lets another account use a stream or a consumer."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
        "Action": ["kinesis:" + action for action in actions],
        "Resource": resource,
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    kinesis.put_resource_policy(ResourceARN=resource, Policy=json.dumps(policy))


def policy(resource):
    return json.loads(kinesis.get_resource_policy(ResourceARN=resource)["Policy"])


def error(call, **arguments):
    try:
        call(**arguments)
    except kinesis.exceptions.ClientError as e:
        return e.response["Error"]


def first():
    for name in "abcde":
        registered = kinesis.register_stream_consumer(
            StreamARN=arn, ConsumerName=name, Tags={"name": name}
        )
        settled(lambda: consumer(name)["ConsumerStatus"], "ACTIVE")
    show("registered", registered["Consumer"])
    show("again", error(kinesis.register_stream_consumer, StreamARN=arn, ConsumerName="a"))
    a = consumer("a")["ConsumerARN"]
    kinesis.tag_resource(ResourceARN=a, Tags={"team": "red"})
    share(arn, "GetRecords", "GetShardIterator", "ListShards", "DescribeStreamSummary")
    share(a, "SubscribeToShard", "DescribeStreamConsumer")
    everything = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*"}}
    refused = error(
        kinesis.put_resource_policy, ResourceARN=arn, Policy=json.dumps(everything)
    )
    show("open-to-all", refused)


def then():
    pages = kinesis.get_paginator("list_stream_consumers").paginate(
        StreamARN=arn, PaginationConfig={"PageSize": 2}
    )
    show("pages", [[each["ConsumerName"] for each in page["Consumers"]] for page in pages])
    a = consumer("a")["ConsumerARN"]
    show("a", kinesis.describe_stream_consumer(ConsumerARN=a)["ConsumerDescription"])
    show("tags", kinesis.list_tags_for_resource(ResourceARN=a)["Tags"])
    show("count", summary()["ConsumerCount"])
    show("stream-policy", policy(arn))
    show("consumer-policy", policy(a))
    kinesis.untag_resource(ResourceARN=a, TagKeys=["team"])
    show("untagged", kinesis.list_tags_for_resource(ResourceARN=a)["Tags"])
    kinesis.delete_resource_policy(ResourceARN=arn)
    show("no-policy", policy(arn))
    show("nothing-to-delete", error(kinesis.delete_resource_policy, ResourceARN=arn))
    kinesis.deregister_stream_consumer(ConsumerARN=a)
    settled(lambda: summary()["ConsumerCount"], 4)
    show("gone", error(kinesis.describe_stream_consumer, ConsumerARN=a))
    show("kept", error(kinesis.delete_stream, StreamName=stream))


if part == "first":
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    settled(lambda: summary()["StreamStatus"], "ACTIVE")
arn = summary()["StreamARN"]
first() if part == "first" else then()
