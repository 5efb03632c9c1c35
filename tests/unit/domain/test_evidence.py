"""Precision and recall at any threshold, against counting by hand; and which decisions say anything."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.estimates import NOTHING_COUNTED, Share
from rekreview.domain.evidence import Evidence, Ground, Judged, Scored, decided_truths, gather, together
from rekreview.domain.labels import Label
from rekreview.domain.marks import Truth
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.thresholds import IGNORE, exceeds

SCORES = st.one_of(st.floats(0, 100), st.integers(0, 100).map(float), st.just(57.0))
KNOWN = st.lists(st.tuples(SCORES, st.booleans()), max_size=40)
THRESHOLDS = st.one_of(st.decimals(0, 1, places=2), st.just(Decimal("0.57")), st.just(IGNORE))


def judged(known: list[tuple[float, bool]]) -> Judged:
    return Judged.of((number, score, present) for number, (score, present) in enumerate(known))


@given(KNOWN, THRESHOLDS)
def test_precision_and_recall_are_what_counting_gives(known: list[tuple[float, bool]], threshold: Decimal) -> None:
    over = [present for score, present in known if exceeds(score, threshold)]
    found = judged(known)
    assert found.precision(threshold) == Share(sum(over), len(over))
    assert found.recall(threshold) == Share(sum(over), sum(present for _, present in known))


def test_equal_to_the_threshold_is_not_over_it() -> None:
    found = judged([(57.0, True), (57.00001, True)])
    assert found.recall(Decimal("0.57")) == Share(1, 2)


def test_of_what_is_not_judged_nothing_is_said() -> None:
    nothing = Evidence().of(MediaKind.IMAGE, EngineName.ON_DEVICE, "violence")
    assert nothing.precision(Decimal("0.5")) == nothing.recall(IGNORE) == NOTHING_COUNTED
    assert len(nothing) == 0


def test_truths_meet_the_answers_of_every_engine() -> None:
    truths = [Truth(1, "violence", True, marked=True), Truth(2, "violence", False, marked=False)]
    answers = [
        Scored(1, MediaKind.IMAGE, EngineName.ON_DEVICE, {"violence": 20.0}),
        Scored(1, MediaKind.IMAGE, EngineName.REKOGNITION, {"violence": 90.0}),
        Scored(2, MediaKind.IMAGE, EngineName.REKOGNITION, {}),
        Scored(3, MediaKind.IMAGE, EngineName.REKOGNITION, {"violence": 99.0}),
    ]
    evidence = gather(truths, answers)
    assert evidence.engines(MediaKind.IMAGE, "violence") == (EngineName.REKOGNITION, EngineName.ON_DEVICE)
    assert evidence.engines(MediaKind.VIDEO, "violence") == ()
    seen = evidence.of(MediaKind.IMAGE, EngineName.REKOGNITION, "violence")
    assert (seen.score.tolist(), seen.present.tolist(), seen.marked) == ([0.0, 90.0], [False, True], 1)


def test_a_mark_goes_before_a_decision_on_the_same_category_only() -> None:
    marked = [Truth(1, "violence", False, marked=True)]
    decided = [Truth(1, "violence", True, marked=False), Truth(1, "weapons", True, marked=False)]
    assert together(marked, decided) == [marked[0], decided[1]]


def truths(
    *labels: tuple[str, str, float], said: Status | None = Status.REJECTED, pair: PolicyPair | None = None
) -> dict[str, bool]:
    """What a decision on an asset with these labels says."""
    builder = ColumnsBuilder()
    builder.add(7, MediaKind.IMAGE, [Label(*one) for one in labels], model_version="7.0", standing=said)
    found = decided_truths(builder.build(), pair or PolicyPair())
    assert all(truth.asset_id == 7 and not truth.marked for truth in found)
    return {truth.category: truth.present for truth in found}


VIOLENT = (("Violence", "", 90.0), ("Graphic Violence", "Violence", 90.0))


def test_one_label_and_its_parents_are_one() -> None:
    assert truths(*VIOLENT) == {"violence": True, "graphic_violence": True}
    assert truths(*VIOLENT, said=Status.APPROVED) == {"violence": False, "graphic_violence": False}


def test_labels_that_are_not_over_their_threshold_do_not_matter() -> None:
    assert truths(*VIOLENT, ("Alcohol", "", 50.0)) == {"violence": True, "graphic_violence": True}
    assert truths(("Violence", "", 90.0), ("Graphic Violence", "Violence", 40.0)) == {"violence": True}


def test_of_several_labels_none_is_known_to_be_the_reason() -> None:
    assert truths(*VIOLENT, ("Weapons", "Violence", 80.0)) == {}
    assert truths(*VIOLENT, ("Alcohol", "", 80.0)) == {}


def test_without_a_decision_or_without_a_label_over_nothing_is_said() -> None:
    assert truths(*VIOLENT, said=None) == {}
    assert truths(*VIOLENT, said=Status.PENDING) == {}
    assert truths(("Violence", "", 30.0)) == {}


def test_the_policy_says_what_is_over() -> None:
    weapons = ("Weapons", "Violence", 80.0)
    assert truths(*VIOLENT, weapons, pair=PolicyPair("aws_rek:weapons:0.8")) == {
        "violence": True,
        "graphic_violence": True,
    }
    leaf = PolicyPair("aws_rek:violence:0.5", parents=Parents.LEAF)
    assert truths(*VIOLENT, pair=leaf) == {"graphic_violence": True}


def test_a_label_the_taxonomy_does_not_know_is_left_out() -> None:
    assert truths(("Dragons", "", 90.0)) == {}
    assert truths(("Dragons", "Violence", 90.0), ("Violence", "", 90.0)) == {"violence": True}


def test_the_category_most_is_known_of_is_named_for_each_medium() -> None:
    few, many = Judged.of([(1, 50.0, True)]), Judged.of([(1, 50.0, True), (2, 60.0, False)])
    known = {"alcohol": few, "violence": many}
    found = Evidence({Ground(MediaKind.IMAGE, EngineName.ON_DEVICE, slug): judged for slug, judged in known.items()})
    assert found.best_known(MediaKind.IMAGE) == "violence"
    assert found.best_known(MediaKind.VIDEO) == ""
