"""The stand-in as a process of its own:  python -m tests.fakes.aws [--quota N] [--latency FROM TO] [--blind]

Prints its address, serves until its standard input ends, and then prints what it counted as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys

from tests.fakes.aws.faults import Faults
from tests.fakes.aws.rekognition import Account, StandIn


def main() -> None:
    """Serve until nobody listens any more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quota", type=float)
    parser.add_argument("--latency", type=float, nargs=2, default=(0.0, 0.0))
    parser.add_argument("--blind", action="store_true", help="look at no picture, which costs time")
    chosen = parser.parse_args()
    faults = Faults(quota=chosen.quota, latency=tuple(chosen.latency))
    with StandIn(Account(looks=not chosen.blind), faults) as service:
        print(service.url, flush=True)
        sys.stdin.read()
        ledger = service.ledger
    print(
        json.dumps(
            {"calls": ledger.calls, "throttled": ledger.throttled, "billed": ledger.billed, "times": ledger.times}
        )
    )


if __name__ == "__main__":
    main()
