package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Child;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Start;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A consumer as KCL is one: begins a shard once its parents are read to their ends, learns of
/// children there, and after a mishap goes on where it was.
final class Follower extends Actor {
    private final String stream;
    private final int group;
    private final boolean untilAllIsRead;
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private boolean hasListed;

    private static final class Lease {
        final Place place;
        final List<String> parents;
        @Nullable Poll poll;
        @Nullable String last; // number read
        boolean over;
        boolean atTip;

        Lease(Place place, List<String> parents) {
            this.place = place;
            this.parents = new ArrayList<>(parents);
        }
    }

    /// @param group a number of its own
    Follower(World world, int turns, String stream, int group) {
        this(world, turns, stream, group, false);
    }

    private Follower(World world, int turns, String stream, int group, boolean untilAllIsRead) {
        super(world, turns);
        this.stream = stream;
        this.group = group;
        this.untilAllIsRead = untilAllIsRead;
    }

    /// One that leaves when it has read every shard to its tip.
    static Follower ofAll(World world, String stream, int group) {
        return new Follower(world, Integer.MAX_VALUE, stream, group, true);
    }

    @Override
    void act() {
        if (!hasListed) {
            ShardList.ask(world, stream, this::list);
            return;
        }
        List<Lease> able = leases.values().stream().filter(this::isAble).toList();
        if (!able.isEmpty()) {
            poll(any(able));
        } else if (untilAllIsRead) {
            world.leave().run();
        } else { // what it knew of has expired
            hasListed = false;
            rest();
        }
    }

    /// Parents that have expired are not waited for.
    private void list(List<Listed> shards) {
        hasListed = true;
        List<String> there = shards.stream().map(Listed::shard).toList();
        for (Lease lease : leases.values()) {
            if (!there.contains(lease.place.shard())) lease.over = true;
            lease.parents.removeIf(name -> !there.contains(name) && !leases.containsKey(name));
        }
        for (Listed shard : shards)
            learn(shard.shard(), shard.parents().stream().filter(there::contains).toList());
        rest();
    }

    private void learn(String shard, List<String> parents) {
        leases.computeIfAbsent(shard, _ -> new Lease(new Place(stream, shard), parents));
    }

    private boolean isAble(Lease lease) {
        if (lease.over || (untilAllIsRead && lease.atTip)) return false;
        for (String name : lease.parents) {
            Lease parent = leases.get(name); // none yet if it has parents itself to be read first
            if (parent == null || !parent.over) return false;
        }
        return true;
    }

    private void poll(Lease lease) {
        Poll poll = lease.poll;
        if (poll != null && !untilAllIsRead && oneIn(40)) poll = null; // its worker has died
        if (poll == null) poll = lease.poll = new Poll(world, group, lease.place, start(lease));
        Integer limit = oneIn(3) ? null : 1 + random.nextInt(oneIn(3) ? 100 : 6);
        poll.step(limit, step -> stepped(lease, step));
    }

    private Start start(Lease lease) {
        String last = lease.last;
        if (last == null) return new Start.Horizon();
        return oneIn(3) ? new Start.At(last) : new Start.After(last);
    }

    private void stepped(Lease lease, Poll.Step step) {
        List<Got> records = step.records();
        if (!records.isEmpty()) lease.last = records.getLast().number();
        if (!step.isLive()) lease.poll = null;
        if (step.isGone()) {
            lease.over = true;
            hasListed = false; // its children may be unknown
        }
        lease.atTip = step.atTip();
        List<Child> children = step.children();
        if (children != null) {
            lease.over = true;
            for (Child child : children) learn(child.shard(), child.parents());
        }
        rest();
    }
}
