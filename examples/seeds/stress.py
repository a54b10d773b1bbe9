"""Sends records at a steady rate and counts throttles: python3 stress.py STREAM RATE SECONDS

A shard takes 1,000 records a second: 500 are never throttled on one shard, 2,000 are, and after a split
into four they are not.
"""
import collections
import sys
import time
import uuid

import boto3

stream, rate, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
kinesis = boto3.client("kinesis")

taken, refused = 0, collections.Counter()
for second in range(seconds):
    started = time.monotonic()
    left = rate
    while left > 0:
        size = min(left, 500)  # most records a request may have
        left -= size
        response = kinesis.put_records(
            StreamName=stream,
            Records=[{"Data": b"x" * 100, "PartitionKey": str(uuid.uuid4())} for _ in range(size)],
        )
        for result in response["Records"]:
            if "ErrorCode" in result:
                refused[result["ErrorCode"]] += 1
            else:
                taken += 1
    time.sleep(max(0.0, started + 1 - time.monotonic()))

print(f"taken {taken}, refused {sum(refused.values())} {dict(refused)}")
