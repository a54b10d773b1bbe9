"""Reads one shard from its oldest record to its tip: python3 poll_shard.py STREAM SHARD"""
import sys
import time

import boto3

stream, shard = sys.argv[1:]
kinesis = boto3.client("kinesis")

iterator = kinesis.get_shard_iterator(
    StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
)["ShardIterator"]

while iterator:  # None where a closed shard ends
    response = kinesis.get_records(ShardIterator=iterator, Limit=100)
    for record in response["Records"]:
        print(record["SequenceNumber"], record["PartitionKey"], record["Data"].decode())
    if not response["Records"] and response["MillisBehindLatest"] == 0:
        break
    iterator = response["NextShardIterator"]
    time.sleep(0.25)  # a shard answers five times a second
