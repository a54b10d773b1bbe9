"""What a stream and an account can be set to, one after the other; prints an answer a line.

usage: stream_attributes.py STREAM

The last operations are newer than many an installed botocore. Point AWS_DATA_PATH at a folder that
holds kinesis/2013-12-02/service-2.json (a copy of model/src/main/models/kinesis.json) to call them.
"""

import json
import sys
import time

import boto3

if len(sys.argv) != 2:
    sys.exit(__doc__)
stream = sys.argv[1]
kinesis = boto3.client("kinesis")


def show(name, answer):
    answer.pop("ResponseMetadata", None)
    print(name, json.dumps(answer, default=str, sort_keys=True))


def summary():
    return kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]


def settled():
    """Waits until an update is over; boto3's own waiter looks every ten seconds only."""
    while summary()["StreamStatus"] != "ACTIVE":
        time.sleep(0.1)


kinesis.create_stream(StreamName=stream, ShardCount=2, Tags={"team": "red"})
settled()
arn = summary()["StreamARN"]

kinesis.add_tags_to_stream(StreamName=stream, Tags={"stage": "test", "owner": "me"})
kinesis.remove_tags_from_stream(StreamName=stream, TagKeys=["owner"])
show("stream-tags", kinesis.list_tags_for_stream(StreamName=stream))
kinesis.tag_resource(ResourceARN=arn, Tags={"cost:center": "7"})
kinesis.untag_resource(ResourceARN=arn, TagKeys=["team"])
show("resource-tags", kinesis.list_tags_for_resource(ResourceARN=arn))

show(
    "enabled",
    kinesis.enable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["ALL"]),
)
show(
    "disabled",
    kinesis.disable_enhanced_monitoring(
        StreamName=stream, ShardLevelMetrics=["IteratorAgeMilliseconds"]
    ),
)

try:
    kinesis.start_stream_encryption(
        StreamName=stream, EncryptionType="KMS", KeyId="alias/aws/kinesis"
    )
except kinesis.exceptions.KMSNotFoundException as e:
    show("no-key", e.response["Error"])
kinesis.stop_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId="alias/aws/kinesis")

kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=10240)
large = kinesis.put_record(StreamName=stream, PartitionKey="k", Data=bytes(10 * 1024 * 1024 - 1))
show("large", {"ShardId": large["ShardId"]})

kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
settled()
show("committed", {"Status": kinesis.update_account_settings(
    MinimumThroughputBillingCommitment={"Status": "ENABLED"}
)["MinimumThroughputBillingCommitment"]["Status"]})
show("warm", kinesis.update_stream_warm_throughput(StreamName=stream, WarmThroughputMiBps=2))
settled()
show("warmed", summary()["WarmThroughput"])
kinesis.update_stream_warm_throughput(StreamName=stream, WarmThroughputMiBps=0)
settled()
kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "DISABLED"})
show(
    "ending",
    {"Status": kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"]},
)
show("limits", kinesis.describe_limits())

if hasattr(kinesis, "update_stream_record_distribution_strategy"):
    kinesis.update_stream_record_distribution_strategy(
        StreamARN=arn, RecordDistributionStrategy="AUTO"
    )
    shards = set()
    for _ in range(20):
        shards.add(kinesis.put_record(StreamARN=arn, Data=b"no key")["ShardId"])
    show("spread", {"shards": sorted(shards)})

description = summary()
for changing in ("StreamCreationTimestamp", "StreamARN"):
    description.pop(changing, None)
show("summary", description)
