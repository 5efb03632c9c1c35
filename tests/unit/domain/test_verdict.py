"""Which label is named when one is named."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

from rekreview.domain.assets import Status
from rekreview.domain.labels import Label
from rekreview.domain.policy import Policy, decide
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.verdict import Offence, Verdict
from tests.unit.domain.strategies import labels

V7 = taxonomy("v7")


def verdict(*labels: Label, string: str = "aws_rek") -> Verdict:
    return decide(labels, Policy.of(string), V7)


def test_nothing_leads_where_nothing_rejects() -> None:
    assert Verdict(Status.APPROVED).leading is None
    assert verdict(Label("Violence", "", 50.0)).leading is None


def test_a_parent_gives_way_to_its_child_even_to_a_weaker_one() -> None:
    told = verdict(Label("Violence", "", 96.0), Label("Graphic Violence", "Violence", 93.0))
    assert told.offending[0].name == "Violence"
    assert told.leading is not None
    assert told.leading.name == "Graphic Violence"


def test_a_parent_leads_if_none_of_its_children_rejects() -> None:
    labels = Label("Violence", "", 96.0), Label("Graphic Violence", "Violence", 93.0)
    told = verdict(*labels, string="aws_rek:graphic_violence:ignore")
    assert told.leading == told.offending[0]
    assert told.leading is not None
    assert told.leading.name == "Violence"


def test_of_two_branches_the_stronger_end_leads() -> None:
    told = verdict(
        Label("Violence", "", 96.0),
        Label("Weapons", "Violence", 70.0),
        Label("Drugs & Tobacco", "", 80.0),
        Label("Products", "Drugs & Tobacco", 75.0),
    )
    assert told.leading is not None
    assert told.leading.name == "Products"


def test_labels_that_name_each_other_as_parents_still_have_a_first() -> None:
    one = Offence("One", "Other", "one", 90.0, Decimal("0.5"), None)
    other = Offence("Other", "One", "other", 80.0, Decimal("0.5"), None)
    assert Verdict(Status.REJECTED, (one, other)).leading == one


@given(labels())
def test_what_leads_rejects_and_is_there_whenever_something_rejects(seen: list[Label]) -> None:
    told = decide(seen, Policy.of("aws_rek"), V7)
    assert (told.leading is None) is (told.status is not Status.REJECTED)
    assert told.leading is None or told.leading in told.offending
