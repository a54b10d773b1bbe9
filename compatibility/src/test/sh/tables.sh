# What the AWS CLI does with a table, a line for each step.
set -euo pipefail
key='{"p":{"S":"a"},"s":{"N":"1"}}'
aws dynamodb create-table --table-name shell --billing-mode PAY_PER_REQUEST \
    --key-schema AttributeName=p,KeyType=HASH AttributeName=s,KeyType=RANGE \
    --attribute-definitions AttributeName=p,AttributeType=S AttributeName=s,AttributeType=N \
    --tags Key=team,Value=a --query TableDescription.TableStatus --output text
aws dynamodb wait table-exists --table-name shell && echo created
aws dynamodb put-item --table-name shell --item '{"p":{"S":"a"},"s":{"N":"1"},"n":{"N":"12.50"}}'
echo "an item: $(aws dynamodb get-item --table-name shell --key "$key" --consistent-read \
    --query Item.n.N --output text)"
aws dynamodb put-item --table-name shell --item "$key" \
    --condition-expression 'attribute_not_exists(p)' 2>&1 | grep error || true
aws dynamodb delete-item --table-name shell --key "$key"
counts=()
for batch in 0 1; do
    requests=
    for i in $(seq $((batch * 25)) $((batch < 1 ? 24 : 44))); do
        requests="$requests{\"PutRequest\":{\"Item\":{\"p\":{\"S\":\"b\"},\"s\":{\"N\":\"$i\"}}}},"
    done
    aws dynamodb batch-write-item --request-items "{\"shell\":[${requests%,}]}" >/dev/null
    counts+=("$(aws dynamodb scan --table-name shell --select COUNT --query Count)")
done
echo "${counts[*]} items"
first=$(aws dynamodb query --table-name shell --key-condition-expression 'p = :p' \
    --expression-attribute-values '{":p":{"S":"b"}}' --max-items 7 --output json)
rest=$(aws dynamodb query --table-name shell --key-condition-expression 'p = :p' \
    --expression-attribute-values '{":p":{"S":"b"}}' --output json --starting-token \
    "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["NextToken"])' <<<"$first")")
echo "page of $(grep -c '"p"' <<<"$first") and $(grep -c '"p"' <<<"$rest")"
aws dynamodb update-time-to-live --table-name shell \
    --time-to-live-specification Enabled=true,AttributeName=expires >/dev/null
aws dynamodb describe-time-to-live --table-name shell \
    --query 'TimeToLiveDescription.[TimeToLiveStatus,AttributeName]' --output text | tr '\t' ' '
arn=$(aws dynamodb describe-table --table-name shell --query Table.TableArn --output text)
aws dynamodb list-tags-of-resource --resource-arn "$arn" \
    --query 'Tags[].[Key,Value]' --output text | tr '\t' '='
aws dynamodb delete-table --table-name shell >/dev/null
aws dynamodb wait table-not-exists --table-name shell && echo gone
