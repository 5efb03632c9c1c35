"""Tiles and assets tell alike whether they are heavy: by all labels of the detection that decides."""

from __future__ import annotations

import pytest

from rekreview.domain.assets import DecidedBy, EngineName, Fault, MediaKind, Status, Tile
from rekreview.domain.labels import Label
from rekreview.domain.marks import MarkWord
from rekreview.domain.policy import PolicyPair
from rekreview.domain.ports import Detection
from rekreview.library import Library
from tests.unit.library.makers import add, detection, file, moderate

EXPLICIT = ("Explicit", "", 80.0)
WEAPONS = (("Weapons", "Violence", 99.0), ("Violence", "", 99.0))
GORE = (("Blood & Gore", "Graphic Violence", 97.0), ("Graphic Violence", "Violence", 97.0))
ALCOHOL = ("Alcohol", "", 95.0)


def seen(library: Library, *labels: tuple[str, str, float], video: bool = False) -> Tile:
    """The tile of an asset with these labels; its asset tells the same."""
    number = len(library.queries.page(limit=1000))
    (asset_id,) = add(library, file(f"{number}.x", kind=MediaKind.VIDEO if video else MediaKind.IMAGE))
    moderate(library, {asset_id: detection(*labels, engine=EngineName.IMPORTED, version="7.0")})
    return told(library, asset_id)


def told(library: Library, asset_id: int) -> Tile:
    (tile,) = library.queries.tiles([asset_id])
    asset = library.queries.asset(asset_id)
    assert (asset.heavy, asset.unchecked) == (tile.heavy, tile.unchecked)
    return tile


def test_any_heavy_label_tells_not_only_the_leading_one(library: Library):
    tile = seen(library, *WEAPONS, *GORE)
    assert tile.category == "Weapons"
    assert tile.heavy


def test_a_heavy_label_under_its_threshold_tells_whatever_else_rejects(library: Library):
    library.commands.apply_policy(PolicyPair(image="aws_rek:explicit:0.9"), name="Loose")
    tile = seen(library, EXPLICIT, ALCOHOL)
    assert (tile.status, tile.category) == (Status.REJECTED, "Alcohol")
    assert tile.heavy
    alone = seen(library, EXPLICIT)
    assert alone.status is Status.APPROVED
    assert alone.heavy


def test_violence_that_is_a_weapon_is_not_heavy(library: Library):
    assert not seen(library, *WEAPONS).heavy
    assert seen(library, *WEAPONS[1:]).heavy
    assert seen(library, *WEAPONS[1:], ("Weapons", "Violence", 3.0)).heavy, "noise does not say which violence it is"


def test_a_trace_is_noise_unless_it_rejects(library: Library):
    trace = ("Explicit", "", 20.0)
    first, second = seen(library, trace), seen(library, trace, ALCOHOL)
    assert not first.heavy
    assert not second.heavy
    library.commands.apply_policy(PolicyPair(image="aws_rek:explicit:0.1"), name="Strict")
    assert told(library, first.id).heavy
    assert told(library, second.id).heavy, "it rejects beside what leads"
    assert not seen(library, trace, ALCOHOL, video=True).heavy, "for videos there is another threshold"
    library.commands.apply_policy(PolicyPair(image="aws_rek:explicit:ignore"), name="Ignored")
    assert not told(library, second.id).heavy


def test_a_person_who_rejects_makes_no_trace_heavy(library: Library):
    tile = seen(library, ("Explicit", "", 20.0))
    library.commands.decide([tile.id], Status.REJECTED, reviewer="Ada")
    assert not told(library, tile.id).heavy


def test_only_the_detection_that_decides_tells(library: Library):
    tile = seen(library, EXPLICIT)
    moderate(library, {tile.id: detection(ALCOHOL, engine=EngineName.REKOGNITION, version="7.0")})
    assert not told(library, tile.id).heavy


def test_one_moment_of_a_video_is_enough(library: Library):
    (asset_id,) = add(library, file("clip.mp4", kind=MediaKind.VIDEO))
    labels = [Label("Alcohol", "", 90.0, timestamp_ms=at * 1000) for at in range(30)]
    labels.insert(17, Label("Corpses", "Death and Emaciation", 41.0, timestamp_ms=17_000))
    moderate(library, {asset_id: Detection(EngineName.IMPORTED, "7.0", None, 1.0, tuple(labels))})
    assert told(library, asset_id).heavy


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED])
def test_what_no_engine_looked_at_stays_unchecked_whatever_is_decided(library: Library, status: Status):
    checked = seen(library, ALCOHOL)
    fresh, broken = add(library, "fresh.jpg", file("broken.jpg", fault=Fault("broken", "It is cut off.")))
    library.commands.decide([checked.id, fresh, broken], status, reviewer="Ada")
    tiles = library.queries.tiles([checked.id, fresh, broken])
    assert [tile.unchecked for tile in tiles] == [False, True, True]
    assert {(tile.decided_by, tile.heavy) for tile in tiles} == {(DecidedBy.REVIEWER, False)}


def test_the_labels_of_a_page_are_found_by_their_key(library: Library):
    from rekreview.library.queries import heaviness

    seen(library, ALCOHOL)
    with library.queries._database.reading_bare() as driver:
        plan = driver.execute("EXPLAIN QUERY PLAN " + heaviness._LABEL.format("(1, 2, 3)", "(1, 2)", 30.0)).fetchall()
    assert [row[-1] for row in plan] == ["SEARCH label USING PRIMARY KEY (detection_id=?)"]


# What persons say of labels


def test_a_heavy_category_a_person_misses_makes_it_heavy_as_if_it_was_seen(library: Library):
    tile = seen(library, ALCOHOL)
    library.commands.mark(tile.id, "gambling", MarkWord.MISSING, reviewer="Ada")
    assert not told(library, tile.id).heavy
    library.commands.mark(tile.id, "blood_&_gore", MarkWord.MISSING, reviewer="Ada")
    assert told(library, tile.id).heavy
    library.commands.undo(reviewer="Ada")
    assert not told(library, tile.id).heavy, "the mark was taken back"
    library.commands.redo(reviewer="Ada")
    assert told(library, tile.id).heavy
    library.commands.mark(tile.id, "blood_&_gore", None, reviewer="Ada")
    assert not told(library, tile.id).heavy


def test_a_trace_a_person_says_is_right_is_no_noise(library: Library):
    tile = seen(library, ("Explicit", "", 2.0))
    assert not tile.heavy
    library.commands.mark(tile.id, "explicit", MarkWord.RIGHT, reviewer="Ada")
    assert told(library, tile.id).heavy


def test_no_word_of_a_person_lifts_a_veil(library: Library):
    explicit, violent = seen(library, EXPLICIT), seen(library, ("Violence", "", 99.0))
    library.commands.mark(explicit.id, "explicit", MarkWord.WRONG, reviewer="Ada")
    library.commands.mark(violent.id, "weapons", MarkWord.MISSING, reviewer="Ada")
    assert told(library, explicit.id).heavy
    assert told(library, violent.id).heavy, "the weapon is what the person saw, not what the engine meant"


def test_what_no_engine_looked_at_is_heavy_by_a_persons_word(library: Library):
    (fresh,) = add(library, "fresh.jpg")
    library.commands.mark(fresh, "violence", MarkWord.MISSING, reviewer="Ada")
    assert told(library, fresh).heavy


# Labels nobody knows


@pytest.mark.parametrize("parent", ["Explicit", "Graphic Violence", "Violence", "Self-Harm", "Corpses"])
def test_an_unknown_label_below_a_heavy_category_is_heavy(library: Library, parent: str):
    assert seen(library, ("Something New", parent, 70.0)).heavy
    assert seen(library, ("Something New", parent, 70.0), *WEAPONS).heavy


def test_what_lies_above_an_unknown_label_is_followed_through_other_unknown_ones(library: Library):
    assert seen(library, ("Newest", "New", 70.0), ("New", "Explicit", 5.0)).heavy


def test_an_unknown_label_below_a_light_category_is_light(library: Library):
    tile = seen(library, ("Cider", "Alcohol", 97.0), ("Daggers", "Weapons", 97.0))
    assert (tile.heavy, tile.unchecked) == (False, False)


def test_with_nothing_known_above_it_nobody_has_said_what_it_is(library: Library):
    tile = seen(library, ("Zebra", "Animals", 97.0))
    assert (tile.heavy, tile.unchecked) == (False, True)
    beside = seen(library, ALCOHOL, ("Zebra", "", 40.0))
    assert (beside.heavy, beside.unchecked) == (False, True)
    trace = seen(library, ALCOHOL, ("Zebra", "", 4.0))
    assert (trace.heavy, trace.unchecked) == (False, False), "a trace is noise"


def test_a_trace_of_an_unknown_label_counts_where_it_rejects(library: Library):
    library.commands.apply_policy(PolicyPair(image="aws_rek:zebra:0.1"), name="Strict")
    assert seen(library, ("Zebra", "", 20.0)).unchecked
    library.commands.apply_policy(PolicyPair(image="aws_rek:explicit:0.1"), name="Strict below")
    assert seen(library, ("Something New", "Explicit", 20.0)).heavy


def test_the_marks_of_a_page_are_found_by_its_assets(library: Library):
    from rekreview.library.queries import heaviness

    with library.queries._database.reading_bare() as driver:
        plan = driver.execute("EXPLAIN QUERY PLAN " + heaviness._MARK.format("(1, 2, 3)", "(1, 2)")).fetchall()
    assert plan[0][-1] == "SEARCH label_mark USING INDEX ix_label_mark_asset_id (asset_id=?)"
