"""Filters saved under a name: kept in the library, renamed, ordered, deleted and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.domain.saved_filters import filter_document, filter_from
from rekreview.library import Library

VIDEOS = QueueFilter(queue=QueueName.REJECTED, facets=(Choice(Facet.KIND, "video"),), sort=SortKey.SIZE)


def names(library: Library) -> list[str]:
    return [one.name for one in library.queries.saved_filters()]


def test_a_saved_filter_is_there_after_a_restart(place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.commands.save_filter("  Rejected videos ", VIDEOS, reviewer="Ada")
    with Library.open(place) as library:
        (kept,) = library.queries.saved_filters()
        assert (kept.name, kept.filter) == ("Rejected videos", VIDEOS)


def test_the_same_name_again_replaces_what_it_holds(library: Library) -> None:
    first = library.commands.save_filter("Mine", VIDEOS)
    second = library.commands.save_filter("mine", QueueFilter(search="cat"))
    assert second.id == first.id
    (kept,) = library.queries.saved_filters()
    assert kept.filter == QueueFilter(search="cat")


def test_renaming_ordering_deleting_and_bringing_back(library: Library, heard: list[ChangeSet]) -> None:
    one, two, three = (library.commands.save_filter(name, VIDEOS).id for name in ("one", "two", "three"))
    library.commands.rename_filter(two, "zwei")
    assert names(library) == ["one", "zwei", "three"]
    library.commands.move_filter(three, -2)
    assert names(library) == ["three", "one", "zwei"]
    library.commands.move_filter(three, -1)
    library.commands.move_filter(two, 5)
    assert names(library) == ["three", "one", "zwei"]
    library.commands.delete_filter(one)
    assert names(library) == ["three", "zwei"]
    library.commands.restore_filter(one)
    assert names(library) == ["three", "one", "zwei"]
    assert all(change == ChangeSet(filters=True) for change in heard)


def test_names_are_needed_and_told_apart(library: Library) -> None:
    first = library.commands.save_filter("one", VIDEOS)
    other = library.commands.save_filter("other", VIDEOS)
    with pytest.raises(InvalidValue, match="needs a name"):
        library.commands.save_filter("  ", VIDEOS)
    with pytest.raises(InvalidValue, match="already"):
        library.commands.rename_filter(other.id, "ONE")
    library.commands.rename_filter(first.id, "One")
    assert names(library) == ["One", "other"]
    with pytest.raises(InvalidValue, match="blind sample"):
        library.commands.save_filter("sample", QueueFilter(lottery=1))


FILTERS = st.builds(
    QueueFilter,
    queue=st.sampled_from(list(QueueName)),
    search=st.text(max_size=5),
    category=st.none() | st.sampled_from(["violence", "explicit"]),
    min_confidence=st.none() | st.integers(0, 100).map(float),
    max_confidence=st.none() | st.integers(0, 100).map(float),
    kind=st.none() | st.sampled_from(list(MediaKind)),
    sort=st.sampled_from(list(SortKey)),
    descending=st.booleans(),
    content_type=st.none() | st.just("animated"),
    boundary=st.none() | st.just(50.0),
    facets=st.sampled_from([(), VIDEOS.facets, (Choice(Facet.KIND, "image"), Choice(Facet.REASON, "Other"))]),
)


@given(FILTERS)
def test_a_filter_comes_back_from_its_document_as_it_was(wanted: QueueFilter) -> None:
    assert filter_from(filter_document(wanted)) == wanted


@pytest.mark.parametrize(
    "document",
    [{"queue": "nonsense"}, {"facets": [["mood", "good"]]}, {"facets": 3}, {"min_confidence": "high"}, {"kind": "x"}],
)
def test_a_document_that_makes_no_sense_is_the_plain_filter(document: dict[str, object]) -> None:
    assert filter_from(document) == QueueFilter()
