/// # dynamodb: tables behind the DynamoDB API
///
/// **In** the API's shapes, valid by the model, and who sent them. **Out** shapes, or the service's
/// errors word for word.
/// **Owns** tables, items, indexes, expressions; the ledger [Tables], which holds them all.
/// **Never sees** HTTP, signatures, JSON, files.
/// **Threads** virtual threads, one a request; [DynamoDbApi#doWork] by its owner. Items change on
/// the engine's committer, after durability, and are read by anyone.
/// **Start at** [DynamoDbApi], then [Tables] and [ItemWrites].
@NullMarked
package dev.millrace.dynamodb;

import org.jspecify.annotations.NullMarked;
