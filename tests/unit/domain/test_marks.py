"""What follows from a person's word on one category for those around it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.marks import LabelMark, MarkWord, Truth, follows, marked_truths
from rekreview.domain.taxonomy import VERSIONS, taxonomy

V7 = taxonomy("v7")
TAXONOMIES = {version: taxonomy(version) for version in VERSIONS}
SLUGS = st.sampled_from([category.slug for category in V7.categories])


def test_what_is_there_makes_all_above_it_be_there() -> None:
    assert follows({"blood_&_gore": True}, V7) == {
        "blood_&_gore": True,
        "graphic_violence": True,
        "violence": True,
    }


def test_what_is_not_there_has_nothing_below_it() -> None:
    known = follows({"graphic_violence": False}, V7)
    assert known["blood_&_gore"] is False
    assert set(known.values()) == {False}
    assert "violence" not in known, "another kind of violence may be there"


def test_a_persons_own_word_goes_before_what_follows_from_others() -> None:
    known = follows({"violence": False, "blood_&_gore": True}, V7)
    assert (known["violence"], known["blood_&_gore"]) == (False, True)
    assert known["graphic_violence"] is True, "what is there goes before what is not"
    assert known["weapons"] is False


@given(st.dictionaries(SLUGS, st.booleans(), max_size=8))
def test_every_word_stands_and_the_order_of_words_decides_nothing(words: dict[str, bool]) -> None:
    known = follows(words, V7)
    assert {slug: known[slug] for slug in words} == words
    assert follows(dict(reversed(words.items())), V7) == known


def test_an_unknown_category_stands_alone() -> None:
    assert follows({"dragons": True, "gambling": False}, V7) == {"dragons": True, "gambling": False}


def mark(asset_id: int, category: str, word: MarkWord, version: str = "v7") -> LabelMark:
    return LabelMark(asset_id, category, category, version, word, "Ada", datetime.now(UTC))  # type: ignore[arg-type]


def test_marks_of_one_asset_are_read_together_and_of_two_apart() -> None:
    truths = marked_truths(
        [mark(1, "gambling", MarkWord.WRONG), mark(2, "gambling", MarkWord.RIGHT), mark(2, "alcohol", MarkWord.WRONG)],
        TAXONOMIES,
    )
    assert Truth(1, "gambling", False, marked=True) in truths
    assert Truth(2, "gambling", True, marked=True) in truths
    assert Truth(2, "drinking", False, marked=True) in truths
    assert Truth(1, "drinking", False, marked=True) not in truths


def test_a_missing_category_is_there() -> None:
    assert [word.present for word in MarkWord] == [True, False, True]
    truths = marked_truths([mark(1, "hanging", MarkWord.MISSING, "v6")], TAXONOMIES)
    assert {truth.category for truth in truths} == {"hanging", "visually_disturbing"}
