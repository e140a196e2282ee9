"""``make bench``: every measurement, one table. ``--quick`` takes under three minutes."""

import argparse
import sys
import time
from collections.abc import Callable

from bench import mail, queue, reports, sending
from bench.ratio import Ratio, table
from bench.servers import BenchServers, bench_servers

SUBJECTS: dict[str, Callable[[BenchServers, bool], list[Ratio]]] = {
    "sending": sending.measure,
    "queue": queue.measure,
    "mail": mail.measure,
    "reports": reports.measure,
}


def main() -> int:
    """Run the chosen subjects (all unless named) and print the table; 1 if a promise is not met."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", default=[])
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    began, ratios = time.monotonic(), list[Ratio]()
    for subject in given.subjects or SUBJECTS:
        with bench_servers() as servers:
            ratios += SUBJECTS[subject](servers, given.quick)
    print(table(ratios))
    print(f"\n{time.monotonic() - began:.0f} seconds; fsync and synchronous_commit on; medians of alternating rounds")
    return 0 if all(ratio.is_met for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
