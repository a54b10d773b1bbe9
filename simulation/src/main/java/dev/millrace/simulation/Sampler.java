package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Start;

import org.jspecify.annotations.Nullable;

/// Reads a little here and there, from wherever a reader may begin.
final class Sampler extends Actor {
    private @Nullable Poll poll;

    Sampler(World world, int turns) {
        super(world, turns);
    }

    @Override
    void act() {
        if (poll == null || oneIn(8)) poll = begin();
        if (poll == null) {
            rest();
            return;
        }
        poll.step(
                oneIn(4) ? null : 1 + random.nextInt(10),
                step -> {
                    if (!step.isLive()) poll = null;
                    rest();
                });
    }

    private @Nullable Poll begin() {
        Acknowledged somewhere = world.history().anyAcknowledged(random);
        if (somewhere == null) return null;
        return new Poll(world, -1, somewhere.place(), start(somewhere.number()));
    }

    private Start start(String number) {
        return switch (random.nextInt(5)) {
            case 0 -> new Start.Horizon();
            case 1 -> new Start.Tip();
            case 2 -> new Start.At(number);
            case 3 -> new Start.After(number);
            default -> new Start.From(world.clock().wallMs() - random.nextInt(5_000));
        };
    }
}
