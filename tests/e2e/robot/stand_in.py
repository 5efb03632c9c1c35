"""The stand-in for Amazon Rekognition, for a story:  python stand_in.py  by the project's own Python.

Prints its address. Then each line that is read is a JSON object of faults to play from now on (`{}` changes none), and
each is answered by a line with what was counted. It ends with its standard input.
"""

from __future__ import annotations

import json
import sys

from tests.fakes.aws.faults import Faults
from tests.fakes.aws.rekognition import Account, StandIn

KEYS = {"AKIDEXAMPLE0000000001": "secret-one", "AKIDRENEWED0000000001": "secret-two"}
WEAPON = (
    {"Name": "Violence", "ParentName": "", "Confidence": 91.25, "TaxonomyLevel": 1},
    {"Name": "Weapons", "ParentName": "Violence", "Confidence": 91.25, "TaxonomyLevel": 2},
)


def account() -> Account:
    """An account to which every picture with an even number shows a weapon."""
    return Account(
        keys=dict(KEYS),
        labels={number: list(WEAPON) for number in range(2, 1000, 2)},
        renewed_keys={"AKIDRENEWED0000000001"},
    )


def main() -> None:
    """Serve until nobody tells anything any more."""
    faults = Faults()
    with StandIn(account(), faults) as service:
        print(service.url, flush=True)
        for line in sys.stdin:
            for name, value in json.loads(line).items():
                setattr(faults, name, value)
            ledger = service.ledger
            told = ("calls", "answered", "billed", "billed_without_answer", "throttled", "billed_twice")
            print(json.dumps({name: getattr(ledger, name) for name in told}), flush=True)


if __name__ == "__main__":
    main()
