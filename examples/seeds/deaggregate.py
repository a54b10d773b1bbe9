"""Reads the user records in what the KPL wrote, without the KCL: python3 deaggregate.py STREAM"""
import hashlib
import sys
import time

import boto3

MAGIC = b"\xf3\x89\x9a\xc2"
MD5 = 16


def fields(message):
    """The fields of a protobuf message, in order: their numbers, and an int or bytes each."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = varint()
        value = varint()
        if tag & 7 == 2:  # the length of what follows
            at += value
            value = message[at - value : at]
        yield tag >> 3, value


def hash_key(partition_key, explicit):
    return int(explicit or hashlib.md5(partition_key.encode()).hexdigest(), 10 if explicit else 16)


def user_records(record, shard):
    """The partition keys and the data in a record; none in an aggregate that belongs elsewhere."""
    data = record["Data"]
    message, md5 = data[len(MAGIC) : -MD5], data[-MD5:]
    if not data.startswith(MAGIC) or hashlib.md5(message).digest() != md5:
        return [(record["PartitionKey"], data)]
    keys, explicit, users = [], [None], []
    for number, value in fields(message):
        if number == 1:
            keys.append(value.decode())
        elif number == 2:
            explicit.append(value.decode())
        elif number == 3:
            users.append(dict(fields(value)))
    # A user record names its keys by their places; whose explicit hash key is not there has none.
    found = [(keys[user[1]], explicit[user.get(2, -1) + 1], user[3]) for user in users]
    # A shard was split while the KPL was putting this together: it sends all of it again, to the
    # shards that own it now.
    first, last = (int(shard["HashKeyRange"][end + "HashKey"]) for end in ("Starting", "Ending"))
    if not all(first <= hash_key(key, own) <= last for key, own, _ in found):
        return []
    return [(key, data) for key, _, data in found]


def main(stream):
    kinesis = boto3.client("kinesis")
    pages = kinesis.get_paginator("list_shards").paginate(StreamName=stream)
    for shard in (shard for page in pages for shard in page["Shards"]):  # parents come first
        iterator = kinesis.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            response = kinesis.get_records(ShardIterator=iterator)
            for record in response["Records"]:
                for sub, (key, data) in enumerate(user_records(record, shard)):
                    text = data.decode(errors="replace")
                    print(shard["ShardId"], record["SequenceNumber"], sub, key, text)
            if not response["Records"] and response["MillisBehindLatest"] == 0:
                break
            iterator = response.get("NextShardIterator")
            time.sleep(0.25)  # a shard answers five times a second


main(*sys.argv[1:])
