"""The stand-in as a process:  python -m tests.fakes.aws [--quota N] [--latency FROM TO] [--blind] [--bucket NAME]…

Prints its address, serves until its standard input ends, and then prints what it counted as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys

from tests.fakes.aws.faults import Faults
from tests.fakes.aws.rekognition import Account, StandIn
from tests.fakes.aws.storage import Bucket


def main() -> None:
    """Serve until nobody listens any more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quota", type=float)
    parser.add_argument("--latency", type=float, nargs=2, default=(0.0, 0.0))
    parser.add_argument("--blind", action="store_true", help="look at no picture, which costs time")
    parser.add_argument("--bucket", action="append", default=[], help="a bucket in the service's own region")
    chosen = parser.parse_args()
    faults = Faults(quota=chosen.quota, latency=tuple(chosen.latency))
    account = Account(looks=not chosen.blind)
    account.storage.buckets.update({name: Bucket(account.region) for name in chosen.bucket})
    with StandIn(account, faults) as service:
        print(service.url, flush=True)
        sys.stdin.read()
        ledger, jobs = service.ledger, service.jobs
    print(
        json.dumps(
            {
                "calls": ledger.calls,
                "throttled": ledger.throttled,
                "billed": ledger.billed,
                "times": ledger.times,
                "jobs": len(jobs.jobs),
                "jobs_paid_twice": jobs.paid_twice,
                "video_minutes": jobs.minutes,
                "left": {name: len(one.objects) + len(one.uploads) for name, one in account.storage.buckets.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
