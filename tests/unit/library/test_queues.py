"""Queues: which assets they hold, in which order, and how many."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import DecidedBy, EngineName, Fault, MediaKind, Status
from rekreview.domain.errors import AssetNotFound, InvalidValue
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.library import Library
from tests.unit.library.makers import add, detection, explicit, file, fill, moderate, spread


def queue(library: Library, name: QueueName, **wanted: object) -> list[int]:
    """The ids of a queue."""
    return library.queries.ids(QueueFilter(queue=name, **wanted)).tolist()  # type: ignore[arg-type]


@pytest.fixture
def mixed(library: Library) -> list[int]:
    """Rejected 95, rejected 55 (borderline), approved 45 (borderline), approved 10, pending, not moderated."""
    ids = add(library, "a.jpg", "b.jpg", "c.jpg", file("d.mp4", kind=MediaKind.VIDEO), "e.jpg", "f.jpg")
    answers = spread(ids[:4], [95, 55, 45, 10])
    moderate(library, answers | {ids[5]: Fault("unreadable", "It is gone.")})
    return ids


def test_who_lies_near_a_threshold_is_told_also_of_what_is_decided(library: Library, mixed: list[int]) -> None:
    library.commands.decide([mixed[1]], Status.APPROVED, reviewer="Ada")
    near = frozenset({QueueName.BORDERLINE})
    assert library.queries.doubts(mixed) == dict.fromkeys(mixed[1:3], near)
    assert library.queries.doubts(mixed[2:]) == {mixed[2]: near}
    assert library.queries.doubts([]) == {}


def test_each_queue_holds_what_its_name_says(library: Library, mixed: list[int]) -> None:
    a, b, c, d, e, f = mixed
    assert queue(library, QueueName.ALL) == mixed
    assert queue(library, QueueName.REJECTED) == [a, b]
    assert queue(library, QueueName.APPROVED) == [c, d]
    assert queue(library, QueueName.PENDING) == [e]
    assert queue(library, QueueName.NOT_MODERATED) == [f]
    assert queue(library, QueueName.BORDERLINE) == [b, c]
    assert queue(library, QueueName.REVIEWED) == []
    library.commands.decide([a], Status.APPROVED, reviewer="Ann")
    library.commands.decide([b], Status.REJECTED, reviewer="Ann")
    library.commands.second_look([d], True, "Ann")
    assert queue(library, QueueName.REVIEWED) == [a, b]
    assert queue(library, QueueName.OVERTURNED) == [a]
    assert queue(library, QueueName.SECOND_LOOK) == [d]
    assert queue(library, QueueName.BORDERLINE) == [c]
    assert queue(library, QueueName.APPROVED) == [a, c, d]


def test_counts_are_the_lengths_of_the_queues(library: Library, mixed: list[int]) -> None:
    library.commands.decide(mixed[:2], Status.APPROVED, reviewer="Ann")
    library.commands.second_look(mixed[3:], True, "Ann")
    counts = library.queries.counts()
    assert counts.counts == {name: len(queue(library, name)) for name in QueueName}
    assert counts.unmoderated == 1


def test_an_empty_library_counts_zero_everywhere(library: Library) -> None:
    counts = library.queries.counts()
    assert set(counts.counts) == set(QueueName)
    assert not any(counts.counts.values())
    assert library.queries.tiles([1, 2]) == []


def test_a_decided_asset_without_a_detection_still_waits_for_one(library: Library) -> None:
    ids = fill(library, 2)
    library.commands.decide(ids[:1], Status.APPROVED, reviewer="Ann")
    assert library.queries.counts().unmoderated == 2


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (SortKey.IMPORTED, [0, 1, 2, 3, 4]),
        (SortKey.NAME, [4, 1, 0, 3, 2]),
        (SortKey.CONFIDENCE, [2, 0, 1, 3, 4]),
        (SortKey.BORDERLINE, [0, 1, 2, 3, 4]),
        (SortKey.SIZE, [0, 1, 3, 2, 4]),
    ],
)
def test_orders(library: Library, key: SortKey, expected: list[int]) -> None:
    contents = ["1", "22", "4444", "333", "55555"]
    names = ["m.jpg", "B.jpg", "z.jpg", "Österreich.jpg", "a.jpg"]
    ids = add(library, *(file(name, content) for name, content in zip(names, contents, strict=True)))
    moderate(library, spread(ids[:4], [51, 53, 5, 99]))
    if key is SortKey.NAME:
        expected = [4, 1, 0, 2, 3]
    found = queue(library, QueueName.ALL, sort=key)
    assert found == [ids[index] for index in expected]


@pytest.mark.parametrize("key", list(SortKey))
def test_descending_turns_an_order_round_but_keeps_what_has_no_value_last(library: Library, key: SortKey) -> None:
    ids = fill(library, 6)
    moderate(library, spread(ids[:5], [51, 53, 5, 99, 53]))
    up, down = (queue(library, QueueName.ALL, sort=key, descending=turned) for turned in (False, True))
    if key in (SortKey.CONFIDENCE, SortKey.BORDERLINE):
        assert up[-1] == down[-1] == ids[5]
        up, down = up[:-1], down[:-1]
    assert down == up[::-1]


def test_a_search_looks_in_the_name_whatever_the_case(library: Library) -> None:
    ids = add(library, "Holiday 1.JPG", "holiday_2.jpg", "STRASSE.jpg", "100%.jpg", "Ärger.jpg")
    assert queue(library, QueueName.ALL, search="HOLI") == ids[:2]
    assert queue(library, QueueName.ALL, search="straße") == ids[2:3]
    assert queue(library, QueueName.ALL, search="ärger") == ids[4:]
    assert queue(library, QueueName.ALL, search="  holiday ") == ids[:2]


def test_signs_that_mean_something_to_a_database_mean_only_themselves(library: Library) -> None:
    ids = add(library, "100%.jpg", "a_b.jpg", "ab.jpg", "c\\d.jpg", "it's.jpg")
    assert queue(library, QueueName.ALL, search="%") == ids[:1]
    assert queue(library, QueueName.ALL, search="_") == ids[1:2]
    assert queue(library, QueueName.ALL, search="\\") == ids[3:4]
    assert queue(library, QueueName.ALL, search="'") == ids[4:]


def test_a_search_looks_in_names_and_not_in_folders(library: Library) -> None:
    add(library, "a.jpg")
    assert queue(library, QueueName.ALL, search="pictures") == []


def test_filters_are_all_met(library: Library, mixed: list[int]) -> None:
    assert queue(library, QueueName.APPROVED, kind=MediaKind.VIDEO) == [mixed[3]]
    assert queue(library, QueueName.REJECTED, kind=MediaKind.VIDEO) == []
    assert queue(library, QueueName.APPROVED, search="c.") == [mixed[2]]


def test_confidence_bounds_without_a_category_are_about_the_top_label(library: Library, mixed: list[int]) -> None:
    assert queue(library, QueueName.ALL, min_confidence=55.0) == mixed[:2]
    assert queue(library, QueueName.ALL, max_confidence=45.0) == mixed[2:4]
    assert queue(library, QueueName.ALL, min_confidence=45.0, max_confidence=55.0) == mixed[1:3]


def test_a_category_matches_what_lies_below_it(library: Library) -> None:
    ids = fill(library, 4)
    moderate(
        library,
        {
            ids[0]: detection(("Explicit", "", 40.0)),
            ids[1]: detection(("Exposed Male Genitalia", "Explicit Nudity", 30.0)),
            ids[2]: detection(("Violence", "", 90.0)),
        },
    )
    assert queue(library, QueueName.ALL, category="explicit") == ids[:2]
    assert queue(library, QueueName.ALL, category="explicit_nudity") == ids[1:2]
    assert queue(library, QueueName.ALL, category="explicit", min_confidence=35.0) == ids[:1]
    assert queue(library, QueueName.ALL, category="explicit", max_confidence=35.0) == ids[1:2]
    assert queue(library, QueueName.REJECTED, category="explicit") == []
    assert queue(library, QueueName.ALL, category="gambling") == []


def test_a_category_the_taxonomy_does_not_know_is_found_by_itself_and_by_its_parent(library: Library) -> None:
    ids = fill(library, 2)
    moderate(library, {ids[0]: detection(("Brand New Thing", "Violence", 60.0))})
    assert queue(library, QueueName.ALL, category="brand_new_thing") == ids[:1]
    assert queue(library, QueueName.ALL, category="violence") == ids[:1]


def test_an_unknown_category_is_refused(library: Library) -> None:
    with pytest.raises(InvalidValue, match="no_such_thing"):
        queue(library, QueueName.ALL, category="no_such_thing")
    with pytest.raises(InvalidValue):
        library.queries.page(category="no_such_thing")


def test_only_the_deciding_detection_counts_for_a_category(library: Library) -> None:
    ids = fill(library, 1)
    moderate(library, {ids[0]: detection(("Violence", "", 90.0))})
    moderate(library, {ids[0]: detection(("Explicit", "", 90.0), engine=EngineName.REKOGNITION, version="7.0")})
    assert queue(library, QueueName.ALL, category="violence") == []
    assert queue(library, QueueName.ALL, category="explicit") == ids


def test_tiles_come_in_the_order_asked_for_and_show_the_strongest_label(library: Library, mixed: list[int]) -> None:
    tiles = library.queries.tiles(np.array(mixed[::-1]))
    assert [tile.id for tile in tiles] == mixed[::-1]
    first = tiles[-1]
    assert (first.name, first.kind, first.status) == ("a.jpg", MediaKind.IMAGE, Status.REJECTED)
    assert (first.decided_by, first.overturned) == (DecidedBy.POLICY, False)
    assert (first.category, first.confidence, first.estimate) == ("Explicit Nudity", 95.0, True)
    assert tiles[2].duration_ms == 5_000
    assert (tiles[0].category, tiles[0].confidence, tiles[0].estimate) == ("", None, False)


def test_a_tile_keeps_what_the_verdict_was_when_a_person_decides(library: Library) -> None:
    ids = fill(library, 1)
    library.commands.decide(ids, Status.APPROVED, reviewer="Ada")
    (decided,) = library.queries.tiles(ids)
    assert (decided.status, decided.verdict) == (Status.APPROVED, Status.PENDING)


def test_tiles_of_unknown_ids_are_left_out(library: Library, mixed: list[int]) -> None:
    assert [tile.id for tile in library.queries.tiles([999, mixed[0], -1, mixed[1]])] == mixed[:2]


def test_tiles_of_more_assets_than_a_statement_takes(library: Library) -> None:
    ids = fill(library, 1200)
    assert [tile.id for tile in library.queries.tiles(ids)] == ids


def test_a_page_follows_the_ids(library: Library, mixed: list[int]) -> None:
    first = library.queries.page(limit=4)
    assert [asset.id for asset in first] == mixed[:4]
    assert [asset.id for asset in library.queries.page(after=first[-1].id, limit=4)] == mixed[4:]
    assert library.queries.page(after=mixed[-1]) == []


def test_a_page_can_be_narrowed_down(library: Library, mixed: list[int]) -> None:
    library.commands.decide(mixed[:1], Status.APPROVED, reviewer="Ann")

    def found(**wanted: object) -> list[int]:
        return [asset.id for asset in library.queries.page(**wanted)]  # type: ignore[arg-type]

    assert found(status=Status.APPROVED) == [mixed[0], mixed[2], mixed[3]]
    assert found(kind=MediaKind.VIDEO) == [mixed[3]]
    assert found(overturned=True) == mixed[:1]
    assert found(category="explicit") == mixed[:4]
    assert found(status=Status.APPROVED, after=mixed[0], limit=1) == [mixed[2]]


def test_a_page_holds_what_single_assets_hold(library: Library, mixed: list[int]) -> None:
    assert library.queries.page() == [library.queries.asset(asset_id) for asset_id in mixed]
    assert library.queries.assets(mixed[::-1]) == library.queries.page()[::-1]


def test_an_unknown_asset_is_not_found(library: Library) -> None:
    with pytest.raises(AssetNotFound):
        library.queries.asset(1)


def test_assets_are_found_by_id_hash_and_path(library: Library) -> None:
    ids = fill(library, 30)
    asset = library.queries.asset(ids[7])
    for reference in (str(asset.id), asset.sha256, asset.sha256[:12], asset.sha256[:9].upper(), asset.paths[0]):
        assert library.queries.find(reference) == asset.id


@pytest.mark.parametrize(
    "reference", ["", "0", "-1", "99999999999999999999999", "abcdef0", "no such", "/pictures", "deadbeef"]
)
def test_what_names_no_asset_is_not_found(library: Library, reference: str) -> None:
    fill(library, 3)
    with pytest.raises(AssetNotFound, match="no asset"):
        library.queries.find(reference)


def test_the_start_of_a_hash_that_fits_several_is_refused(library: Library) -> None:
    one, two = file("a.jpg"), file("b.jpg")
    object.__setattr__(two, "sha256", one.sha256[:20] + "0" * 44)
    add(library, one, two)
    with pytest.raises(InvalidValue, match="Several"):
        library.queries.find(one.sha256[:10])
    assert library.queries.find(one.sha256[:40]) == 1


def test_digits_are_an_id_first_and_the_start_of_a_hash_else(library: Library) -> None:
    one = file("a.jpg")
    object.__setattr__(one, "sha256", "1234567890" + "a" * 54)
    (asset_id,) = add(library, one)
    assert library.queries.find("12345678") == asset_id


def test_a_relative_path_is_found(library: Library, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    (asset_id,) = add(library, file(f"{tmp_path}/a.jpg"))
    assert library.queries.find("a.jpg") == asset_id
    assert library.queries.find("./a.jpg") == asset_id


RUNS = itertools.count()
NAMES = st.sampled_from(["a.jpg", "B.png", "ab.gif", "zz.jpg", "a b.jpg"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_filter_and_order_agrees_with_a_plain_list(library: Library, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.tuples(NAMES, st.none() | st.integers(0, 100)), max_size=6))
    run = next(RUNS)
    ids = add(library, *(f"{index}-{run}-{name}" for index, (name, _) in enumerate(chosen)))
    moderate(library, {i: explicit(float(c)) for i, (_, c) in zip(ids, chosen, strict=True) if c is not None})
    everything = library.queries.tiles(library.queries.ids(QueueFilter()))
    lowest = data.draw(st.none() | st.integers(0, 100))
    text = data.draw(st.sampled_from(["", "a", "B", ".jpg"]))
    wanted = QueueFilter(
        queue=data.draw(st.sampled_from([QueueName.ALL, QueueName.REJECTED, QueueName.APPROVED])),
        search=text,
        min_confidence=lowest,
        sort=SortKey.NAME,
    )
    expected = [
        (tile.name.casefold(), tile.id)
        for tile in everything
        if (wanted.queue is QueueName.ALL or tile.status.value == wanted.queue.value)
        and text.casefold() in tile.name.casefold()
        and (lowest is None or (tile.confidence is not None and tile.confidence >= lowest))
    ]
    assert library.queries.ids(wanted).tolist() == [asset_id for _, asset_id in sorted(expected)]
