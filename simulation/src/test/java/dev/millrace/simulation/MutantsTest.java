package dev.millrace.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.millrace.log.FileLog;
import dev.millrace.log.Pin;
import dev.millrace.model.ApiException;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;

/// Servers that break a promise, each of which the checker must catch, at that promise, within few
/// seeds.
class MutantsTest {
    private static final int SEEDS = 200;

    @SuppressWarnings("ImmutableEnumChecker") // no defect here remembers anything
    enum Mutant {
        ACKNOWLEDGES_WITHOUT_APPENDING(
                Promise.KEPT, onEngine(BrokenEngines::acknowledgingWithoutAppending)),
        LOSES_THE_TAIL_ON_RESTART(Promise.KEPT, lying()),
        ROUTES_BY_THE_OLD_MAP_AFTER_A_SPLIT(
                Promise.KEPT, onEngine(BrokenEngines::routingByTheOldMap)),
        REFUSES_WHAT_IT_APPENDS(Promise.WRITTEN, onEngine(BrokenEngines::refusingWhatItAppends)),
        CHANGES_A_BYTE(Promise.INTACT, onEngine(BrokenEngines::changingAByte)),
        APPENDS_TWICE(Promise.ONCE, onEngine(BrokenEngines::appendingTwice)),
        LIES_ABOUT_HASH_KEYS(Promise.AT_HOME, telling(FalseHistories::withRangesSwapped)),
        SWAPS_TWO_RECORDS(Promise.ORDER, telling(FalseHistories::withTwoRecordsSwapped)),
        GIVES_CHILDREN_BEFORE_PARENTS(Promise.READ_ORDER, telling(FalseHistories::readBackwards)),
        ENDS_A_SHARD_AT_ITS_LAST_RECORD(
                Promise.BOUNDS, telling(FalseHistories::withEndsAtTheLastRecord)),
        NUMBERS_CHILDREN_BELOW_THEIR_PARENTS(
                Promise.LINEAGE, telling(FalseHistories::withChildrenBelowTheirParents)),
        FORGETS_A_SHARD(Promise.COVERAGE, telling(FalseHistories::withoutAnOpenShard)),
        MISTAKES_TIMES(Promise.START, onEngine(BrokenEngines::mistakingTimes)),
        LEAVES_A_RECORD_OUT(Promise.NO_GAP, onEngine(BrokenEngines::leavingARecordOut)),
        GIVES_A_RECORD_AGAIN(Promise.NO_REPEAT, onEngine(BrokenEngines::givingARecordAgain)),
        CONTINUES_AHEAD(Promise.CONTINUATION, telling(FalseHistories::withContinuationsAhead)),
        FORGETS_THE_NEWEST(Promise.TIP, onEngine(BrokenEngines::forgettingTheNewest)),
        SAYS_ALWAYS_BEHIND(Promise.LAG, telling(FalseHistories::alwaysBehind)),
        ENDS_TOO_EARLY(Promise.END, onEngine(BrokenEngines::endingTooEarly)),
        APPENDS_AFTER_THE_END(Promise.KEPT, onEngine(BrokenEngines::appendingAfterTheEnd)),
        NEVER_ENDS(Promise.NOT_ENDLESS, onEngine(BrokenEngines::neverEnding)),
        FORGETS_A_CHILD(Promise.CHILDREN, telling(FalseHistories::withAChildLess)),
        LEAVES_TWO_IN_A_SEAT(Promise.ONE_SEAT, telling(FalseHistories::withTwoInASeat)),
        SUBSCRIBES_FOR_TEN_MINUTES(Promise.LIFE, inSlowTime()),
        BELIEVES_ANY_CLOCK(Promise.RETAINED, believingAnyClock()),
        HIDES_RECORDS_BY_ANY_CLOCK(Promise.TIP, believingAnyClock()),
        KEEPS_RECORDS_TOO_SHORT(Promise.KEPT, onEngine(BrokenEngines::keepingTooShort)),
        KEEPS_RECORDS_TOO_LONG(Promise.FRESH, onEngine(BrokenEngines::keepingTooLong)),
        NEVER_GIVES_SPACE_BACK(Promise.SPACE, holdingOn()),
        NUMBERS_A_NEW_STREAM_BELOW_THE_OLD(
                Promise.SUCCESSION, telling(FalseHistories::withStreamsInTheOtherOrder)),
        READS_DELETED_STREAMS(Promise.GONE, readingWhatIsDeleted()),
        ACKNOWLEDGES_ABOVE_THE_MARK(
                Promise.DURABLE, onEngine(BrokenEngines::acknowledgingWithoutAppending)),
        STEPS_BACK(Promise.STEADY, onEngine(BrokenEngines::forgettingTheNewest));

        final Promise broken;
        final Defect defect;

        Mutant(Promise broken, Defect defect) {
            this.broken = broken;
            this.defect = defect;
        }
    }

    private static Defect onEngine(UnaryOperator<StorageEngine> engine) {
        return new Defect() {
            @Override
            public StorageEngine engine(StorageEngine sound, Clock clock) {
                return engine.apply(sound);
            }
        };
    }

    private static Defect believingAnyClock() {
        return new Defect() {
            @Override
            public StorageEngine engine(StorageEngine sound, Clock clock) {
                return new EngineInFront(sound) {
                    @Override
                    public long believedMs() {
                        return clock.wallMs();
                    }
                };
            }
        };
    }

    /// As if a backup of the first life never ended.
    private static Defect holdingOn() {
        return new Defect() {
            @Override
            public void onLog(FileLog log) {
                try {
                    Pin _ = log.pin();
                } catch (StorageException | InterruptedException failed) {
                    assertNotNull(failed.getMessage()); // the disk's doing
                }
            }
        };
    }

    private static Defect readingWhatIsDeleted() {
        return new Defect() {
            @Override
            @SuppressWarnings("unchecked") // the type says what it is
            public <O extends Shape> Outcome<O> answer(
                    OperationType<?, O> type, Outcome<O> outcome) {
                return outcome instanceof Outcome.Failed<O>(ApiException error)
                                && error.type().equals("ResourceNotFoundException")
                                && type.name().equals(Kinesis.GET_RECORDS.name())
                        ? new Outcome.Answered<>(
                                (O) new GetRecordsOutput(List.of(), "further", 0L, null))
                        : outcome;
            }
        };
    }

    private static Defect telling(UnaryOperator<List<Entry>> history) {
        return new Defect() {
            @Override
            public List<Entry> told(List<Entry> sound) {
                return history.apply(sound);
            }
        };
    }

    private static Defect lying() {
        return new Defect() {
            @Override
            public void onDisk(FaultyDisk disk) {
                disk.ignoreForces(name -> name.startsWith("wal/"));
            }
        };
    }

    private static Defect inSlowTime() {
        return new Defect() {
            @Override
            public Clock clock(Clock sound) {
                return new SlowClock(sound);
            }
        };
    }

    @BeforeAll
    static void quiet() {
        HistoryTest.quiet();
    }

    @ParameterizedTest
    @EnumSource
    void isCaught(Mutant mutant) {
        for (long seed = 1; seed <= SEEDS; seed++) if (breaks(seed, mutant)) return;
        fail("the checker did not catch it in " + SEEDS + " seeds");
    }

    /// A server that loses everything may not even come back: that is not what is looked for here.
    private static boolean breaks(long seed, Mutant mutant) {
        try {
            return HistoryChecker.check(Simulation.run(seed, mutant.defect)).stream()
                    .anyMatch(violation -> violation.promise() == mutant.broken);
        } catch (IllegalStateException stopped) {
            return false;
        }
    }

    @Test
    void everyPromiseHasAMutantThatBreaksIt() {
        var broken = EnumSet.noneOf(Promise.class);
        Arrays.stream(Mutant.values()).forEach(mutant -> broken.add(mutant.broken));
        assertEquals(EnumSet.allOf(Promise.class), broken);
    }
}
