"""Numbers and words for people: rounded, but never so that they say more than is so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from rekreview.domain.assets import DecidedBy, EngineName, Fault, Status
from rekreview.domain.verdict import Offence, Verdict
from rekreview.ui import naming, wording
from tests.fakes.shelf import asset, tile

confidences = st.floats(0, 100)
names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=30)


@given(confidences)
def test_only_full_certainty_reads_a_hundred(value: float):
    assert (wording.percent(value) == "100") == (value == 100)
    assert (wording.confidence(value) == "100.0") == (value == 100)


@given(confidences, confidences)
def test_a_higher_confidence_never_reads_lower(one: float, other: float):
    low, high = sorted((one, other))
    assert int(wording.percent(low)) <= int(wording.percent(high))
    assert float(wording.confidence(low)) <= float(wording.confidence(high))


@given(confidences)
def test_what_is_read_is_near_what_is_so(value: float):
    assert abs(int(wording.percent(value)) - value) < 1
    assert abs(float(wording.confidence(value)) - value) <= 0.1


@given(st.integers(0, 1000))
def test_a_threshold_reads_as_it_is(thousandths: int):
    threshold = Decimal(thousandths) / 1000
    said = wording.threshold_percent(threshold)
    assert Decimal(said) == threshold * 100
    assert not said.endswith((".", ".0"))


@given(st.integers(0, 10**9))
def test_a_length_of_time_can_be_read_back(milliseconds: int):
    parts = [int(part) for part in wording.duration(milliseconds).split(":")]
    assert all(part < 60 for part in parts[1:])
    seconds = sum(part * 60**at for at, part in enumerate(reversed(parts)))
    assert abs(seconds - milliseconds / 1000) <= 0.5


@example(999_950)
@example(999_600_000)
@given(st.integers(0, 10**15))
def test_a_size_is_a_short_number_with_its_unit(count: int):
    number, unit = wording.size(count).split(" ")
    worth = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}[unit]
    assert float(number) < 1000 or unit == "TB"
    assert abs(float(number) * worth - count) <= 0.05 * max(count, 1)


@given(st.floats(0, 10**6))
def test_a_span_is_never_nothing_and_near_what_is_so(seconds: float):
    words = naming.span(seconds).split()
    worth = {"s": 1, "min": 60, "h": 3600}
    said = sum(int(number) * worth[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert said > 0
    assert abs(said - seconds) <= 60 if seconds >= 3600 else abs(said - seconds) <= 1


@given(st.integers(0, 10**9))
def test_counts_can_be_read_back_and_agree_with_their_noun(count: int):
    for said, one, many in ((naming.assets(count), "asset", "assets"), (naming.files(count), "file", "files")):
        number, noun = said.split(" ")
        assert int(number.replace(",", "")) == count
        assert noun == (one if count == 1 else many)


@given(name=names, status=st.sampled_from(Status), category=st.just("") | names, value=st.none() | confidences)
def test_a_cell_is_read_out_as_name_status_category_and_confidence(name, status, category, value):
    said = wording.accessible_tile(tile(1, name=name, status=status, category=category, confidence=value))
    parts = said.split(", ")
    assert parts[:2] == [name, status.value.replace("_", " ")]
    if category:
        assert parts[2] == (category if value is None else f"{category} {wording.percent(value)}")
    assert len(parts) == (3 if category else 2)


UNCHECKED = (Status.PENDING, Status.QUEUED, Status.NOT_MODERATED)


@given(
    status=st.sampled_from(UNCHECKED),
    fault=st.none() | st.builds(Fault, st.just("undecodable"), names),
    engine=st.none() | st.sampled_from(EngineName),
)
def test_what_was_not_checked_is_never_told_as_an_approval(status: Status, fault: Fault | None, engine):
    detections = () if engine is None else (replace(asset().detections[0], engine=engine),)
    shown = asset(status=status, decided_by=None, fault=fault, detections=detections, deciding_detection=None)
    said = wording.why(shown, None, None)
    assert not said.startswith(("Approved", "Nothing found", "Rejected"))
    assert "safe" not in said.lower()
    assert said.endswith(".")


offences = st.lists(
    st.builds(
        lambda name, parent, value: Offence(name, parent, name.lower(), value, Decimal("0.5"), None),
        st.sampled_from(["Alcohol", "Wine", "Weapons", "Guns"]),
        st.sampled_from(["", "Alcohol", "Weapons"]),
        st.floats(50.1, 100),
    ),
    min_size=1,
    max_size=6,
)


@given(offences)
def test_every_label_that_rejects_is_named_exactly_once(offending: list[Offence]):
    said = wording.why_verdict(asset(), Verdict(Status.REJECTED, tuple(offending)))
    for name in {offence.name for offence in offending}:
        assert said.count(name) == 1
    assert said.startswith("Rejected because ")


@given(offences, st.sampled_from([Status.APPROVED, Status.REJECTED]))
def test_a_decision_always_tells_what_the_policy_says_beside_it(offending: list[Offence], status: Status):
    shown = asset(status=status, decided_by=DecidedBy.REVIEWER)
    said = wording.why(shown, Verdict(Status.REJECTED, tuple(offending)), None)
    agrees = status is Status.REJECTED
    assert said.endswith("The policy says the same.") == agrees
    assert ("The policy would reject it" in said) != agrees
