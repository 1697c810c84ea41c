"""What a soak's samples must show: that the gateway is after hours as it was after minutes."""

import statistics

from bars import Bars

SETTLED_AFTER = 10  # samples of a steady part: caches and the allocator are full then
# Of each steady part, from there to its end.
GROWTH_PERCENT_BELOW = 2
FILES_MORE_AT_MOST = 5  # a report that is being read, and its reader of the ledger
# The slowest minute's p99 to the median of all steady minutes'.
P99_WORST_TO_MEDIAN_BELOW = 2


def steady_parts(samples):
    """The samples of each steady part: between the disk's troubles, and of one start of the gateway.
    A part's first sample has its beginning in it, and is left out."""
    parts = {}
    for one in samples:
        if one["steady"] and one["memory_mb"]:
            parts.setdefault((one["part"], one["starts"]), []).append(one)
    return [part[1:] for part in parts.values()]


def settled(part):
    """From a part's tenth sample, or the middle one of fewer than twenty, to its last."""
    return part[min(SETTLED_AFTER, len(part) // 2):]


def flatness(samples):
    """Of the steady parts, the worst: how much memory grew in percent, how many files more were open,
    and the slowest p99 as a multiple of the median one. Nothing where no part was long enough, or
    one of the three is missing."""
    parts = steady_parts(samples)
    ends = [(part[0], part[-1]) for part in map(settled, parts) if len(part) > 1]
    whole = len({first["part"] for first, _ in ends}) == 3
    p99 = [one["p99_ms"] for part in parts for one in part if one["p99_ms"]]
    return {
        "memory_growth_percent": round(max((last["memory_mb"] / first["memory_mb"] - 1) * 100
                                           for first, last in ends), 1) if whole else None,
        "files_more": max(last["files"] - first["files"] for first, last in ends) if whole else None,
        "p99_ms_median": statistics.median(p99) if p99 else None,
        "p99_ms_worst": max(p99, default=None),
        "p99_worst_to_median": round(max(p99) / statistics.median(p99), 2) if p99 else None}


def missed(found):
    """The bars that the figures do not reach."""
    bars = Bars(found)
    bars.equal("lost", 0)
    bars.equal("verified", True)
    bars.equal("exit_code", 0)
    bars.equal("disk_was_full", True)
    bars.equal("disk_was_read_only", True)
    for figure in ("accepted", "heard", "reports", "backups"):
        bars.above(figure, 0)
    bars.below("memory_growth_percent", GROWTH_PERCENT_BELOW)
    bars.at_most("files_more", FILES_MORE_AT_MOST)
    bars.below("p99_worst_to_median", P99_WORST_TO_MEDIAN_BELOW)
    return bars.missed
