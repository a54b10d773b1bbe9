#!/usr/bin/env bash
# Every subcommand of `aws kinesis` at least once, and what each of them must answer. Stops at the
# first answer that is another. At the end it prints the subcommands it used, one a line.
#
# Expects a server on which every change is done at once, as it is by default.
# MODEL is a folder for AWS_DATA_PATH with our model, for what the installed CLI is too old to know.
set -euo pipefail

half=170141183460469231731687303715884105728
last=340282366920938463463374607431768211455
used=$(mktemp)
data=$(mktemp)

aws_kinesis() { # SUBCOMMAND [ARGUMENT...]
    echo "$1" >>"$used"
    aws kinesis "$@" --output text
}

is() { # EXPECTED SUBCOMMAND [ARGUMENT...]: the answer's values, with a blank between them
    local expected=$1 answer
    shift
    answer=$(aws_kinesis "$@" | tr '\t\n' '  ')
    answer=${answer% }
    [ "$answer" = "$expected" ] && return
    printf '%s\n  expected: %s\n  answered: %s\n' "$*" "$expected" "$answer" >&2
    exit 1
}

refused() { # ERROR SUBCOMMAND [ARGUMENT...]
    local expected=$1 answer
    shift
    if answer=$(aws_kinesis "$@" 2>&1) || [[ $answer != *"($expected)"* ]]; then
        printf '%s\n  expected: %s\n  answered: %s\n' "$*" "$expected" "$answer" >&2
        exit 1
    fi
}

newer() { # the same, by our own model
    AWS_DATA_PATH=$MODEL "$@"
}

# ---- a stream -----------------------------------------------------------------------------------

is "" create-stream --stream-name walk --shard-count 2 --tags team=red
is "" wait stream-exists --stream-name walk
refused ResourceInUseException create-stream --stream-name walk --shard-count 2
arn=$(aws_kinesis describe-stream-summary --stream-name walk \
    --query StreamDescriptionSummary.StreamARN)
[[ $arn == arn:aws:kinesis:$AWS_REGION:*:stream/walk ]] || { echo "ARN: $arn" >&2; exit 1; }
is "ACTIVE PROVISIONED 24 2 NONE" describe-stream-summary --stream-arn "$arn" --query \
    'StreamDescriptionSummary.[StreamStatus,StreamModeDetails.StreamMode,RetentionPeriodHours,OpenShardCount,EncryptionType]'
is "shardId-000000000000 0 shardId-000000000001 $half" describe-stream --stream-name walk \
    --query 'StreamDescription.Shards[].[ShardId,HashKeyRange.StartingHashKey]'
is "walk" list-streams --query StreamNames
is "walk ACTIVE" list-streams --query 'StreamSummaries[].[StreamName,StreamStatus]'

# ---- tags ---------------------------------------------------------------------------------------

is "" add-tags-to-stream --stream-name walk --tags stage=test,owner=me
is "" remove-tags-from-stream --stream-name walk --tag-keys owner
is "False stage test team red" list-tags-for-stream --stream-name walk \
    --query '[[[HasMoreTags]],Tags[].[Key,Value]][]'
is "" tag-resource --resource-arn "$arn" --tags cost=7
is "" untag-resource --resource-arn "$arn" --tag-keys team
is "cost 7 stage test" list-tags-for-resource --resource-arn "$arn" --query 'Tags[].[Key,Value]'

# ---- records ------------------------------------------------------------------------------------

printf 'Hello Kinesis' >"$data"
is "shardId-000000000001" put-record --stream-name walk --partition-key user-1 \
    --explicit-hash-key "$last" --data "fileb://$data" --query ShardId
is "0 2" put-records --stream-name walk --query '[FailedRecordCount,length(Records)]' --records \
    '[{"Data":"YWFh","PartitionKey":"a","ExplicitHashKey":"0"},{"Data":"YmJi","PartitionKey":"b","ExplicitHashKey":"0"}]'
iterator=$(aws_kinesis get-shard-iterator --stream-name walk --shard-id shardId-000000000001 \
    --shard-iterator-type TRIM_HORIZON --query ShardIterator)
is "user-1 SGVsbG8gS2luZXNpcw== 0" get-records --shard-iterator "$iterator" \
    --query '[Records[0].PartitionKey,Records[0].Data,MillisBehindLatest]'
newer refused DryRunOperationException get-records --shard-iterator "$iterator" --dry-run

# ---- its size -----------------------------------------------------------------------------------

is "" increase-stream-retention-period --stream-name walk --retention-period-hours 48
is "" decrease-stream-retention-period --stream-name walk --retention-period-hours 24
is "" split-shard --stream-name walk --shard-to-split shardId-000000000000 \
    --new-starting-hash-key 1000
is "" merge-shards --stream-name walk --shard-to-merge shardId-000000000002 \
    --adjacent-shard-to-merge shardId-000000000003
is "shardId-000000000001 shardId-000000000004" list-shards --stream-name walk \
    --shard-filter Type=AT_LATEST --query 'Shards[].[ShardId]'
is "2 4 walk" update-shard-count --stream-name walk --target-shard-count 4 \
    --scaling-type UNIFORM_SCALING --query '[CurrentShardCount,TargetShardCount,StreamName]'
is "" wait stream-exists --stream-name walk
is "4" describe-stream-summary --stream-name walk --query StreamDescriptionSummary.OpenShardCount
is "" update-max-record-size --stream-arn "$arn" --max-record-size-in-ki-b 2048

# ---- watching and encrypting it -----------------------------------------------------------------

is "IncomingBytes" enable-enhanced-monitoring --stream-name walk \
    --shard-level-metrics IncomingBytes --query DesiredShardLevelMetrics
is "IncomingBytes" disable-enhanced-monitoring --stream-name walk \
    --shard-level-metrics IncomingBytes --query CurrentShardLevelMetrics
refused KMSNotFoundException start-stream-encryption --stream-name walk --encryption-type KMS \
    --key-id alias/nothing
is "" stop-stream-encryption --stream-name walk --encryption-type KMS --key-id alias/nothing

# ---- who reads it -------------------------------------------------------------------------------

consumer=$(aws_kinesis register-stream-consumer --stream-arn "$arn" --consumer-name reader \
    --tags team=blue --query Consumer.ConsumerARN)
[[ $consumer == "$arn/consumer/reader:"* ]] || { echo "ARN: $consumer" >&2; exit 1; }
is "reader ACTIVE $arn" describe-stream-consumer --consumer-arn "$consumer" \
    --query 'ConsumerDescription.[ConsumerName,ConsumerStatus,StreamARN]'
is "reader ACTIVE" list-stream-consumers --stream-arn "$arn" \
    --query 'Consumers[].[ConsumerName,ConsumerStatus]'
is "team blue" list-tags-for-resource --resource-arn "$consumer" --query 'Tags[].[Key,Value]'
policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kinesis:PutRecord","Resource":"'$arn'"}]}'
is "" put-resource-policy --resource-arn "$arn" --policy "$policy"
is "$policy" get-resource-policy --resource-arn "$arn" --query Policy
is "" delete-resource-policy --resource-arn "$arn"
is "{}" get-resource-policy --resource-arn "$arn" --query Policy
is "" deregister-stream-consumer --consumer-arn "$consumer"
is "" list-stream-consumers --stream-arn "$arn" --query 'Consumers[]'

# ---- its mode, and the account ------------------------------------------------------------------

is "" update-stream-mode --stream-arn "$arn" --stream-mode-details StreamMode=ON_DEMAND
is "1" describe-limits --query OnDemandStreamCount
is "ENABLED" update-account-settings --minimum-throughput-billing-commitment Status=ENABLED \
    --query MinimumThroughputBillingCommitment.Status
is "ENABLED" describe-account-settings --query MinimumThroughputBillingCommitment.Status
is "2" update-stream-warm-throughput --stream-name walk --warm-throughput-mi-bps 2 \
    --query WarmThroughput.TargetMiBps
newer is "" update-stream-record-distribution-strategy --stream-arn "$arn" \
    --record-distribution-strategy AUTO
newer is "AUTO" describe-stream-summary --stream-name walk \
    --query StreamDescriptionSummary.RecordDistributionStrategy

# ---- its end ------------------------------------------------------------------------------------

is "" delete-stream --stream-name walk --enforce-consumer-deletion
is "" wait stream-not-exists --stream-name walk
refused ResourceNotFoundException describe-stream --stream-name walk

sort -u "$used"
rm "$used" "$data"
