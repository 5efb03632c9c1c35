"""Pages are put together whole, begun again when a token expires, and the moments stand until what follows them."""

from __future__ import annotations

from typing import Any

import pytest

from rekreview.domain.errors import BadAnswer, Unavailable
from rekreview.domain.labels import Label
from rekreview.engines.rekognition.videos import pages
from rekreview.engines.rekognition.videos.faults import PageExpired

VERSION = {"JobStatus": "SUCCEEDED", "ModerationModelVersion": "7.0"}


def label(name: str, at: int, confidence: float = 90.0, end: int | None = None, parent: str = "") -> Label:
    return Label(name, parent, confidence, 1, timestamp_ms=at, end_ms=end)


class Book:
    """Pages of numbers, with a script of faults by call."""

    def __init__(self, count: int, size: int, faults: dict[int, Exception] | None = None) -> None:
        self.count, self.size, self.faults, self.calls = count, size, faults or {}, 0

    def __call__(self, **asked: Any) -> dict[str, Any]:
        self.calls += 1
        if fault := self.faults.get(self.calls):
            raise fault
        assert (asked["SortBy"], asked["MaxResults"]) == ("TIMESTAMP", 1000)
        offset = int(asked.get("NextToken", 0))
        page: dict[str, Any] = {**VERSION, "ModerationLabels": list(range(offset, min(self.count, offset + self.size)))}
        if offset + self.size < self.count:
            page["NextToken"] = str(offset + self.size)
        return page


@pytest.mark.parametrize(("count", "size"), [(0, 5), (1, 5), (5, 5), (6, 5), (1000, 7), (2500, 1000)])
def test_every_page_is_read(count: int, size: int) -> None:
    whole = pages.whole(Book(count, size), pages.TIMESTAMPS)
    assert whole == {**VERSION, "ModerationLabels": list(range(count))}


def test_it_begins_again_when_a_token_expires() -> None:
    book = Book(12, 5, {2: PageExpired("old"), 5: PageExpired("old")})
    assert len(pages.whole(book, pages.TIMESTAMPS)["ModerationLabels"]) == 12
    assert book.calls == 2 + 3 + 3


def test_tokens_that_always_expire_are_a_fault_of_the_service() -> None:
    book = Book(12, 5, {call: PageExpired("old") for call in range(2, 100, 2)})
    with pytest.raises(Unavailable, match="expire"):
        pages.whole(book, pages.TIMESTAMPS)


@pytest.mark.parametrize(
    "page",
    [
        {},
        {"JobStatus": "SUCCEEDED"},
        {"JobStatus": "IN_PROGRESS", "ModerationLabels": []},
        {"JobStatus": "SUCCEEDED", "ModerationLabels": None},
        {"JobStatus": "SUCCEEDED", "ModerationLabels": [], "NextToken": "round"},
    ],
)
def test_a_page_that_is_none_is_never_an_empty_answer(page: dict[str, Any]) -> None:
    with pytest.raises(BadAnswer):
        pages.whole(lambda **_: dict(page), pages.TIMESTAMPS)


def test_a_view_without_a_version_or_a_time_is_no_answer() -> None:
    entry = {"Timestamp": 5, "ModerationLabel": {"Name": "Violence", "ParentName": "", "Confidence": 60.0}}
    labels, version = pages.read_view({**VERSION, "ModerationLabels": [entry]}, 20)
    assert (version, [(one.name, one.timestamp_ms) for one in labels]) == ("7.0", [("Violence", 5)])
    assert pages.read_view({**VERSION, "ModerationLabels": [entry]}, 61)[0] == ()
    with pytest.raises(BadAnswer, match="model"):
        pages.read_view({"JobStatus": "SUCCEEDED", "ModerationLabels": [entry]}, 20)
    with pytest.raises(BadAnswer, match="when"):
        pages.read_view({**VERSION, "ModerationLabels": [entry["ModerationLabel"]]}, 20)


def test_a_moment_stands_until_the_next_one_of_its_kind_in_its_segment() -> None:
    moments = [label("A", 0), label("A", 1000), label("B", 1000), label("A", 5000, 40.0)]
    segments = [label("A", 0, end=2000), label("B", 1000, end=2500), label("A", 5000, end=6000)]
    stood = pages.standing(moments, segments)
    assert [(one.name, one.timestamp_ms, one.end_ms) for one in stood] == [
        ("A", 0, 1000),
        ("A", 1000, 2000),
        ("B", 1000, 2500),
        ("A", 5000, 6000),
    ]
    assert [one.confidence for one in stood] == [90.0, 90.0, 90.0, 40.0]


def test_what_no_segment_tells_of_stands_for_a_second() -> None:
    stood = pages.standing([label("A", 0), label("A", 400), label("A", 9000)], [])
    assert [(one.timestamp_ms, one.end_ms) for one in stood] == [(0, 400), (400, 1400), (9000, 10_000)]


def test_two_of_one_kind_at_one_time_stand_alike() -> None:
    stood = pages.standing([label("A", 0, 50), label("A", 0, 60), label("A", 1000)], [label("A", 0, end=1500)])
    assert [(one.timestamp_ms, one.end_ms) for one in stood] == [(0, 1000), (0, 1000), (1000, 1500)]


def test_the_same_name_below_another_parent_is_another_kind() -> None:
    moments = [label("Gambling", 0), label("Gambling", 500, parent="Gambling")]
    segments = [label("Gambling", 0, end=700), label("Gambling", 500, end=900, parent="Gambling")]
    assert [one.end_ms for one in pages.standing(moments, segments)] == [700, 900]
