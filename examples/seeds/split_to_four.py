"""Splits the only shard of a stream in half, and both halves again: python3 split_to_four.py STREAM"""
import sys

import boto3

stream = sys.argv[1]
kinesis = boto3.client("kinesis")
active = kinesis.get_waiter("stream_exists")

for _ in range(2):
    shards = kinesis.list_shards(StreamName=stream, ShardFilter={"Type": "AT_LATEST"})["Shards"]
    for shard in shards:
        first = int(shard["HashKeyRange"]["StartingHashKey"])
        last = int(shard["HashKeyRange"]["EndingHashKey"])
        kinesis.split_shard(
            StreamName=stream,
            ShardToSplit=shard["ShardId"],
            NewStartingHashKey=str((first + last + 1) // 2),
        )
        active.wait(StreamName=stream, WaiterConfig={"Delay": 1})

for shard in kinesis.list_shards(StreamName=stream, ShardFilter={"Type": "AT_LATEST"})["Shards"]:
    print(shard["ShardId"], shard["HashKeyRange"]["StartingHashKey"])
