"""How far a PostgreSQL ledger goes: markets drawn by a seed, and the costs that ./dev bench cluster
measures, give entries, storage, memory and servers for a province, the country and ten times as much.

    python3 tests/bench/scaling.py --append 31000 --http 22000 --bytes 1700 \
        --request-bytes 1000
"""

import argparse
import random

PLACES = (("a province", 130), ("Vietnam", 8_500), ("ten times that", 85_000))
STALLS_MEDIAN, STALLS_SIGMA = 150, 0.9  # of a market: most are small, a few have thousands
SALES_PER_STALL = 25  # cashless, a day
REQUESTS_PER_SALE = 0.5  # half of them by a code made for the sale, which is an entry too
ENTRIES_PER_SALE = 1 + REQUESTS_PER_SALE
REQUEST_DAYS, REQUESTS_MAX = 7, 200_000  # how long a market's book keeps them, and how many (book.hpp)
PEAK_HOUR_SHARE = 0.22  # of a day's sales: markets live in the morning
BURST = 1.5  # the busiest minutes of that hour
USED_SHARE = 0.5  # of what a server can do, so that one may fail
SERVER_BYTES = 8e12  # of ledger on one server
GATEWAY_BYTES = 16e9  # of requests in one gateway
COPIES = 3


def market_entries(chance):
    """Entries a day of one market."""
    stalls = STALLS_MEDIAN * chance.lognormvariate(0, STALLS_SIGMA)
    return min(stalls, 6_000) * SALES_PER_STALL * ENTRIES_PER_SALE


def peak(entries_a_day):
    """Entries a second in the busiest minutes."""
    return entries_a_day * PEAK_HOUR_SHARE / 3600 * BURST


def requests_kept(entries_a_day):
    """In the memory of each gateway, for one market."""
    return min(REQUESTS_MAX, entries_a_day / ENTRIES_PER_SALE * REQUESTS_PER_SALE * REQUEST_DAYS)


def servers(needed, of_one):
    return max(1, -(-int(needed) // max(1, int(of_one))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--append", type=float, required=True, help="entries a second, one server")
    parser.add_argument("--http", type=float, required=True, help="notices a second, one gateway")
    parser.add_argument("--bytes", type=float, required=True, help="an entry in PostgreSQL")
    parser.add_argument("--request-bytes", type=float, required=True, help="a request in memory")
    parser.add_argument("--seed", type=int, default=1)
    costs = parser.parse_args()
    print("| | markets | entries a day | peak a second | busiest market | a year, one copy "
          f"| with {COPIES} copies | requests in memory | databases by rate | by memory "
          "| by storage, after 3 years | gateways |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for name, markets in PLACES:
        chance = random.Random(costs.seed)
        days = [market_entries(chance) for _ in range(markets)]
        day = sum(days)
        year = day * 365 * costs.bytes
        memory = sum(map(requests_kept, days)) * costs.request_bytes
        by_rate = servers(peak(day), USED_SHARE * min(costs.append, costs.http))
        by_memory = servers(memory, GATEWAY_BYTES)
        by_storage = servers(3 * year, SERVER_BYTES)
        # One adds to each database, and one takes over from it.
        gateways = 2 * max(by_rate, by_memory, by_storage)
        print(f"| {name} | {markets:,} | {day / 1e6:.1f} M | {peak(day):,.0f} "
              f"| {peak(max(days)):.1f} | {year / 1e12:.1f} TB | {COPIES * year / 1e12:.1f} TB "
              f"| {memory / 1e9:,.1f} GB | {by_rate} | {by_memory} | {by_storage} | {gateways} |")


if __name__ == "__main__":
    main()
