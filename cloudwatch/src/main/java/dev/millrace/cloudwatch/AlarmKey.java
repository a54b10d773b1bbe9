package dev.millrace.cloudwatch;

/// What identifies an alarm.
record AlarmKey(String account, String region, String name) implements Comparable<AlarmKey> {
    private static final String PREFIX = "arn:aws:cloudwatch:";

    String arn() {
        return PREFIX + region + ":" + account + ":alarm:" + name;
    }

    @Override
    public int compareTo(AlarmKey other) {
        int byAccount = account.compareTo(other.account);
        if (byAccount != 0) return byAccount;
        int byRegion = region.compareTo(other.region);
        return byRegion != 0 ? byRegion : name.compareTo(other.name);
    }
}
