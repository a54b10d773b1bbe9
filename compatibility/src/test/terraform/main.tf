# What the provider has for Kinesis Data Streams and a table, as users of emulators write it.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "shards" {
  type    = number
  default = 1
}

variable "mode" {
  type    = string
  default = "PROVISIONED"
}

variable "retention" {
  type    = number
  default = 24
}

variable "stage" {
  type    = string
  default = "test"
}

# Endpoint, region and keys are those of the environment.
provider "aws" {
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

resource "aws_kinesis_stream" "orders" {
  name                      = "orders"
  shard_count               = var.mode == "PROVISIONED" ? var.shards : null
  retention_period          = var.retention
  shard_level_metrics       = ["IncomingBytes", "OutgoingBytes"]
  enforce_consumer_deletion = true

  stream_mode_details {
    stream_mode = var.mode
  }

  tags = {
    stage = var.stage
  }
}

resource "aws_kinesis_stream" "clicks" {
  name = "clicks"

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_kinesis_stream_consumer" "reader" {
  name       = "reader"
  stream_arn = aws_kinesis_stream.orders.arn
}

resource "aws_kinesis_resource_policy" "shared" {
  resource_arn = aws_kinesis_stream.orders.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord"]
      Resource  = aws_kinesis_stream.orders.arn
    }]
  })
}

resource "aws_dynamodb_table" "seen" {
  name                        = "seen-by-terraform"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "event"
  range_key                   = "at"
  deletion_protection_enabled = false

  attribute {
    name = "event"
    type = "S"
  }

  attribute {
    name = "at"
    type = "N"
  }

  attribute {
    name = "owner"
    type = "S"
  }

  global_secondary_index {
    name            = "by-owner"
    hash_key        = "owner"
    projection_type = "KEYS_ONLY"
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  tags = {
    stage = var.stage
  }
}

data "aws_kinesis_stream" "orders" {
  name       = aws_kinesis_stream.orders.name
  depends_on = [aws_kinesis_stream.orders]
}

data "aws_kinesis_stream_consumer" "reader" {
  name       = aws_kinesis_stream_consumer.reader.name
  stream_arn = aws_kinesis_stream.orders.arn
}

output "orders" {
  value = {
    status    = data.aws_kinesis_stream.orders.status
    shards    = length(data.aws_kinesis_stream.orders.open_shards)
    retention = data.aws_kinesis_stream.orders.retention_period
    mode      = data.aws_kinesis_stream.orders.stream_mode_details[0].stream_mode
    stage     = data.aws_kinesis_stream.orders.tags.stage
    consumer  = data.aws_kinesis_stream_consumer.reader.status
  }
}
