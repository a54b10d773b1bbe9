"""Writes 300 records to a stream while a fifth of them are refused on purpose.

    ./millrace serve --set streams=orders:1 \
        --set faults.rules=PutRecords@orders:throttle=0.2,PutRecord:throttle=0.3 --set faults.seed=7

boto3 sends a refused PutRecord again by itself. Of PutRecords it does not: the request as a whole has
succeeded, and the records that were refused in it are the program's to send again.
"""
import boto3

kinesis = boto3.client("kinesis", config=boto3.session.Config(retries={"mode": "standard", "max_attempts": 10}))
records = [{"PartitionKey": f"customer-{i}", "Data": f"order {i}"} for i in range(280)]

requests = refused = 0
left = records
while left:
    answer = kinesis.put_records(StreamName="orders", Records=left)
    requests += 1
    refused += answer["FailedRecordCount"]
    left = [record for record, result in zip(left, answer["Records"]) if "ErrorCode" in result]
print(f"PutRecords: {len(records)} taken by {requests} requests, {refused} times refused")

retries = 0
for i in range(280, 300):
    answer = kinesis.put_record(StreamName="orders", PartitionKey=f"customer-{i}", Data=f"order {i}")
    retries += answer["ResponseMetadata"]["RetryAttempts"]
print(f"PutRecord: 20 taken, {retries} times sent again")
