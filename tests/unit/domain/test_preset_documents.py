"""What is exported is what is imported, and what is no preset is refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.errors import BadModerationString, InvalidValue
from rekreview.domain.exemptions import Exemption
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.preset_documents import NamedPolicy, read_presets, write_presets
from rekreview.domain.shipped_presets import shipped_presets

OURS = NamedPolicy(
    "Fêtes & Bälle",
    PolicyPair(
        "aws_rek:alcohol:ignore|manual", "aws_rek_video:violence:0.25", Parents.LEAF, (Exemption("Animated", 80.0),)
    ),
    "For parties.",
)


def changed(**changes: Any) -> str:
    document = json.loads(write_presets([OURS]))
    document["presets"][0].update(changes)
    return json.dumps(document)


def test_a_preset_comes_back_with_all_that_belongs_to_it() -> None:
    assert read_presets(write_presets([OURS])) == [OURS]


def test_every_shipped_preset_can_be_handed_on() -> None:
    named = [NamedPolicy(one.title, one.pair, one.explanation) for one in shipped_presets()]
    assert read_presets(write_presets(named)) == named


def test_the_same_presets_make_the_same_file_that_people_can_read() -> None:
    text = write_presets([OURS])
    assert text == write_presets([OURS])
    assert '"name": "Fêtes & Bälle"' in text
    assert text.endswith("}\n")


def test_what_may_be_missing_is_what_has_a_default() -> None:
    document = json.loads(write_presets([OURS]))
    for key in ("parents", "exemptions", "explanation"):
        del document["presets"][0][key]
    (read,) = read_presets(json.dumps(document))
    assert (read.pair.parents, read.pair.exemptions, read.explanation) == (Parents.LITERAL, (), "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no presets of rekreview"),
        ('{"format": "another"}', "no presets of rekreview"),
        (json.dumps({"format": "rekreview presets", "version": 2}), "newer"),
        (json.dumps({"format": "rekreview presets", "version": 1}), "no preset in this file"),
        (json.dumps({"format": "rekreview presets", "version": 1, "presets": [3]}), "no name"),
        (changed(name="  "), "needs a name"),
        (changed(name="x" * 81), "80 characters"),
        (changed(name=None), "name"),
        (changed(image=7), "image"),
        (changed(parents="both"), "cannot be read"),
        (changed(exemptions=[{"content_type": "Animated"}]), "cannot be read"),
        (changed(exemptions=["Animated:80"]), "cannot be read"),
        (changed(exemptions=[{"content_type": "Painted", "least_confidence": 80}]), "Painted"),
    ],
)
def test_what_is_no_preset_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said) as refused:
        read_presets(text)
    assert refused.value.hint


@pytest.mark.parametrize("changes", [{"image": "aws_rek:violence:2"}, {"video": "aws_rek"}])
def test_a_string_that_is_wrong_says_where(changes: dict[str, str]) -> None:
    with pytest.raises(BadModerationString):
        read_presets(changed(**changes))


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_presets(text)
