"""What persons' words say of the engines of a real library, and the queue of what could say more."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.estimates import Share
from rekreview.domain.evidence import Evidence, Judged
from rekreview.domain.marks import MarkWord
from rekreview.domain.policy import PolicyPair
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from tests.unit.library.makers import add, detection, explicit, file, fill, moderate, spread

ME = "Ada"
HALF = Decimal("0.5")


def judged(library: Library, category: str, engine: EngineName = EngineName.ON_DEVICE) -> Judged:
    return library.queries.evidence().of(MediaKind.IMAGE, engine, category)


def test_without_a_word_nothing_is_known(library: Library) -> None:
    moderate(library, spread(fill(library, 2), (20, 80)))
    assert library.queries.evidence() == Evidence({})


def test_a_decision_speaks_for_the_single_label_over_its_threshold_and_those_above(library: Library) -> None:
    right, wrong, faint = fill(library, 3)
    moderate(library, spread((right, wrong, faint), (90, 70, 30)))
    library.commands.decide([right], Status.REJECTED, reviewer=ME)
    library.commands.decide([wrong, faint], Status.APPROVED, reviewer=ME)
    for category in ("explicit", "explicit_nudity"):
        known = judged(library, category)
        assert known.asset_id.tolist() == [wrong, right]
        assert known.precision(HALF) == Share(1, 2)
        assert known.marked == 0


def test_a_decision_on_two_labels_says_nothing_of_either(library: Library) -> None:
    (both,) = fill(library, 1)
    moderate(library, {both: detection(("Violence", "", 90.0), ("Alcohol", "", 80.0))})
    library.commands.decide([both], Status.REJECTED, reviewer=ME)
    assert library.queries.evidence() == Evidence({})


def test_a_mark_goes_before_what_a_decision_says(library: Library) -> None:
    (one,) = fill(library, 1)
    moderate(library, {one: explicit(90)})
    library.commands.decide([one], Status.REJECTED, reviewer=ME)
    library.commands.mark(one, "explicit_nudity", MarkWord.WRONG, reviewer=ME)
    assert judged(library, "explicit_nudity").precision(HALF) == Share(0, 1)
    assert judged(library, "explicit_nudity").marked == 1
    assert judged(library, "explicit").precision(HALF) == Share(1, 1), "the decision still speaks of the label above"
    assert judged(library, "exposed_male_genitalia").precision(HALF) == Share(0, 0), "no label of it is over"


def test_a_missing_category_counts_against_recall(library: Library) -> None:
    seen, missed = fill(library, 2)
    moderate(library, {seen: explicit(90), missed: detection()})
    library.commands.mark(seen, "explicit_nudity", MarkWord.RIGHT, reviewer=ME)
    library.commands.mark(missed, "explicit_nudity", MarkWord.MISSING, reviewer=ME)
    assert judged(library, "explicit_nudity").recall(HALF) == Share(1, 2)
    assert judged(library, "explicit").recall(HALF) == Share(1, 2), "what is there makes what lies above it be there"


def test_each_engine_is_measured_by_its_own_newest_answer(library: Library) -> None:
    (one,) = fill(library, 1)
    moderate(library, {one: explicit(90)})
    label = ("Explicit", "", 20.0)
    moderate(library, {one: detection(label, engine=EngineName.REKOGNITION, version="7.0", floor=20.0)})
    newer = ("Explicit", "", 60.0)
    moderate(library, {one: detection(newer, engine=EngineName.REKOGNITION, version="7.1", floor=20.0)})
    library.commands.mark(one, "explicit", MarkWord.RIGHT, reviewer=ME)
    assert judged(library, "explicit").score.tolist() == [90.0]
    assert judged(library, "explicit", EngineName.REKOGNITION).score.tolist() == [60.0]
    engines = library.queries.evidence().engines(MediaKind.IMAGE, "explicit")
    assert engines == (EngineName.REKOGNITION, EngineName.ON_DEVICE)


def test_pictures_and_videos_are_told_apart(library: Library) -> None:
    picture, video = add(library, "a.jpg", file("b.mp4", kind=MediaKind.VIDEO))
    moderate(library, {picture: explicit(90), video: explicit(40)})
    for one in (picture, video):
        library.commands.mark(one, "explicit", MarkWord.RIGHT, reviewer=ME)
    known = library.queries.evidence()
    assert known.of(MediaKind.IMAGE, EngineName.ON_DEVICE, "explicit").recall(HALF) == Share(1, 1)
    assert known.of(MediaKind.VIDEO, EngineName.ON_DEVICE, "explicit").recall(HALF) == Share(0, 1)


def test_what_was_over_its_threshold_follows_the_applied_policy(library: Library) -> None:
    (one,) = fill(library, 1)
    moderate(library, {one: detection(("Violence", "", 90.0), ("Alcohol", "", 80.0))})
    library.commands.decide([one], Status.APPROVED, reviewer=ME)
    library.commands.apply_policy(PolicyPair("aws_rek:alcohol:0.9"), name="Bar")
    assert judged(library, "violence").precision(HALF) == Share(0, 1)
    assert len(judged(library, "alcohol")) == 0


def test_an_undone_decision_says_nothing(library: Library) -> None:
    (one,) = fill(library, 1)
    moderate(library, {one: explicit(90)})
    library.commands.decide([one], Status.REJECTED, reviewer=ME)
    library.commands.undo()
    assert library.queries.evidence() == Evidence({})


def nearest(library: Library, boundary: float, **wanted: object) -> list[int]:
    shown = QueueFilter(category="explicit", boundary=boundary, **wanted)  # type: ignore[arg-type]
    return library.queries.ids(shown).tolist()


def test_the_boundary_queue_serves_what_is_nearest_and_not_yet_spoken_of(library: Library) -> None:
    ids = fill(library, 6)
    moderate(library, {**spread(ids[:5], (90, 45, 52, 51, 10)), ids[5]: detection(("Alcohol", "", 50.0))})
    # 90 and 10 are equally far: the id settles it.
    assert nearest(library, 50.0) == [ids[3], ids[2], ids[1], ids[0], ids[4]]
    library.commands.decide([ids[3]], Status.APPROVED, reviewer=ME)
    library.commands.mark(ids[2], "explicit", MarkWord.RIGHT, reviewer=ME)
    library.commands.mark(ids[1], "alcohol", MarkWord.MISSING, reviewer=ME)
    assert nearest(library, 50.0)[0] == ids[1], "a word on another category leaves it open"
    assert nearest(library, 88.0)[0] == ids[0]
    assert set(nearest(library, 50.0, queue=QueueName.APPROVED)) == {ids[1], ids[4]}


def test_the_boundary_queue_of_a_category_nobody_knows_is_refused(library: Library) -> None:
    with pytest.raises(InvalidValue, match="unicorns"):
        library.queries.ids(QueueFilter(category="unicorns", boundary=50.0))
    assert nearest(library, 50.0) == []
