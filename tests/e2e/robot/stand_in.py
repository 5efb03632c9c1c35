"""The stand-in for Amazon Rekognition, for a story:  python stand_in.py  by the project's own Python.

Prints its address. Then each line that is read is a JSON object of faults to play from now on (`{}` changes none;
"videos.NAME" is one of the rules of videos, "account.NAME" one of the account), and each is answered by a line with
what was counted. It ends with its standard input.
"""

from __future__ import annotations

import json
import sys

from tests.fakes.aws.faults import Faults
from tests.fakes.aws.rekognition import Account, StandIn
from tests.fakes.aws.storage import Storage

KEYS = {"AKIDEXAMPLE0000000001": "secret-one", "AKIDRENEWED0000000001": "secret-two"}
WEAPON = (
    {"Name": "Violence", "ParentName": "", "Confidence": 91.25, "TaxonomyLevel": 1},
    {"Name": "Weapons", "ParentName": "Violence", "Confidence": 91.25, "TaxonomyLevel": 2},
)


def account() -> Account:
    """An account to which every picture with an even number shows a weapon; it has a bucket here and one elsewhere."""
    return Account(
        keys=dict(KEYS),
        labels={number: list(WEAPON) for number in range(2, 1000, 2)},
        renewed_keys={"AKIDRENEWED0000000001"},
        storage=Storage(films="eu-west-1", overseas="us-east-1"),
    )


def counted(service: StandIn) -> dict[str, int]:
    """What the account's bill, its metrics and a look into its buckets would say."""
    told = ("calls", "answered", "billed", "billed_without_answer", "throttled", "billed_twice")
    places = service.account.storage.buckets.values()
    return {name: getattr(service.ledger, name) for name in told} | {
        "jobs": len(service.jobs.jobs),
        "jobs_paid_twice": service.jobs.paid_twice,
        "objects": sum(len(place.objects) for place in places),
        "uploads": sum(len(place.uploads) for place in places),
        "received": service.storage_ledger.received,
    }


def main() -> None:
    """Serve until nobody tells anything any more."""
    faults = Faults()
    with StandIn(account(), faults) as service:
        print(service.url, flush=True)
        of = {"": faults, "videos": service.account.videos, "account": service.account}
        for line in sys.stdin:
            for name, value in json.loads(line).items():
                place, _, field = name.rpartition(".")
                assert hasattr(of[place], field), name
                setattr(of[place], field, value)
            print(json.dumps(counted(service)), flush=True)


if __name__ == "__main__":
    main()
