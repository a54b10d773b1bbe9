"""Ten records of JSON, one request each: python3 single_puts.py STREAM"""
import json
import sys
import time

import boto3

stream = sys.argv[1]
kinesis = boto3.client("kinesis")

for i in range(10):
    event = {"user_id": f"user-{i}", "action": "click", "timestamp": time.time()}
    response = kinesis.put_record(
        StreamName=stream,
        Data=json.dumps(event),
        PartitionKey=event["user_id"],
    )
    print(event["user_id"], response["ShardId"], response["SequenceNumber"])
