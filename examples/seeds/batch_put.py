"""200 records of 50 users in one request: python3 batch_put.py STREAM"""
import json
import sys

import boto3

stream = sys.argv[1]
kinesis = boto3.client("kinesis")

records = [
    {
        "Data": json.dumps({"user_id": f"user-{i % 50}", "event": i}).encode(),
        "PartitionKey": f"user-{i % 50}",
    }
    for i in range(200)
]
response = kinesis.put_records(StreamName=stream, Records=records)

# A request may succeed in part: look at every result, and send again what was refused.
failed = [
    (record, result)
    for record, result in zip(records, response["Records"])
    if "ErrorCode" in result
]
print(f"sent {len(records)}, failed {len(failed)} (FailedRecordCount {response['FailedRecordCount']})")
