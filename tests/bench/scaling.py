"""How far a PostgreSQL ledger goes: markets drawn by a seed, and the costs that ./dev bench cluster
measures, give entries, storage and servers for a province, the country and ten times as much.

    python3 tests/bench/scaling.py --append 27000 --http 9000 --bytes 1630
"""

import argparse
import random

PLACES = (("a province", 130), ("Vietnam", 8_500), ("ten times that", 85_000))
STALLS_MEDIAN, STALLS_SIGMA = 150, 0.9  # of a market: most are small, a few have thousands
SALES_PER_STALL = 25  # cashless, a day
ENTRIES_PER_SALE = 1.5  # half of them by a code made for the sale, which is an entry too
PEAK_HOUR_SHARE = 0.22  # of a day's sales: markets live in the morning
BURST = 1.5  # the busiest minutes of that hour
USED_SHARE = 0.5  # of what a server can do, so that one may fail
SERVER_BYTES = 8e12  # of ledger on one server
COPIES = 3


def market_entries(chance):
    """Entries a day of one market."""
    stalls = STALLS_MEDIAN * chance.lognormvariate(0, STALLS_SIGMA)
    return min(stalls, 6_000) * SALES_PER_STALL * ENTRIES_PER_SALE


def peak(entries_a_day):
    """Entries a second in the busiest minutes."""
    return entries_a_day * PEAK_HOUR_SHARE / 3600 * BURST


def servers(needed, of_one):
    return max(1, -(-int(needed) // max(1, int(of_one))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--append", type=float, required=True, help="entries a second, one server")
    parser.add_argument("--http", type=float, required=True, help="notices a second, one gateway")
    parser.add_argument("--bytes", type=float, required=True, help="an entry in PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    costs = parser.parse_args()
    print("| | markets | entries a day | peak a second | busiest market | a year, one copy "
          f"| with {COPIES} copies | shards by rate | by storage, after 3 years | gateways |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, markets in PLACES:
        chance = random.Random(costs.seed)
        days = [market_entries(chance) for _ in range(markets)]
        day = sum(days)
        year = day * 365 * costs.bytes
        print(f"| {name} | {markets:,} | {day / 1e6:.1f} M | {peak(day):,.0f} "
              f"| {peak(max(days)):.1f} | {year / 1e12:.1f} TB | {COPIES * year / 1e12:.1f} TB "
              f"| {servers(peak(day), USED_SHARE * costs.append)} "
              f"| {servers(3 * year, SERVER_BYTES)} "
              f"| {servers(peak(day), USED_SHARE * costs.http) + 1} |")


if __name__ == "__main__":
    main()
