#!/usr/bin/env bash
# A stream's life with the AWS CLI: create, write, read, split, merge, delete.
set -euo pipefail

aws kinesis create-stream --stream-name my-data-stream --shard-count 1
aws kinesis wait stream-exists --stream-name my-data-stream
aws kinesis describe-stream-summary --stream-name my-data-stream

# Version 1 of the CLI takes --data as it stands; version 2 decodes it from base64 first.
aws kinesis put-record --stream-name my-data-stream --partition-key user-1 --data SGVsbG8gS2luZXNpcw==
aws kinesis describe-stream --stream-name my-data-stream

# Everything kept; what comes from now on; what came since a time.
ITERATOR=$(aws kinesis get-shard-iterator --stream-name my-data-stream --shard-id shardId-000000000000 \
    --shard-iterator-type TRIM_HORIZON --query ShardIterator --output text)
aws kinesis get-records --shard-iterator "$ITERATOR"

ITERATOR=$(aws kinesis get-shard-iterator --stream-name my-data-stream --shard-id shardId-000000000000 \
    --shard-iterator-type LATEST --query ShardIterator --output text)
aws kinesis get-records --shard-iterator "$ITERATOR"

ITERATOR=$(aws kinesis get-shard-iterator --stream-name my-data-stream --shard-id shardId-000000000000 \
    --shard-iterator-type AT_TIMESTAMP --timestamp "$(($(date +%s) - 60))" --query ShardIterator --output text)
aws kinesis get-records --shard-iterator "$ITERATOR"

# In the middle of the hash keys, and back.
aws kinesis split-shard --stream-name my-data-stream --shard-to-split shardId-000000000000 \
    --new-starting-hash-key 170141183460469231731687303715884105728
aws kinesis wait stream-exists --stream-name my-data-stream
aws kinesis list-shards --stream-name my-data-stream

aws kinesis merge-shards --stream-name my-data-stream --shard-to-merge shardId-000000000001 \
    --adjacent-shard-to-merge shardId-000000000002
aws kinesis wait stream-exists --stream-name my-data-stream
aws kinesis list-shards --stream-name my-data-stream

aws kinesis delete-stream --stream-name my-data-stream
aws kinesis wait stream-not-exists --stream-name my-data-stream
aws kinesis list-streams
