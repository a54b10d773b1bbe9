package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.StorageException;

/// A read that the disk refused: the client learns that it failed, the log why.
final class StorageFailure {
    private static final System.Logger LOG = System.getLogger(StorageFailure.class.getName());

    private StorageFailure() {}

    static ApiException answer(StorageException failure) {
        LOG.log(System.Logger.Level.ERROR, "a read failed", failure);
        return ApiErrors.internalFailure();
    }
}
