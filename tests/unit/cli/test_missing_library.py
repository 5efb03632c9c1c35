"""A library that is not there: only what is meant to make one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Shell

NEEDS_ONE = (
    ("list",),
    ("show", "1"),
    ("history", "1"),
    ("override", "1", "approved"),
    ("undo",),
    ("redo",),
    ("policy", "preview", "aws_rek:violence:0.6"),
    ("policy", "apply", "aws_rek:violence:0.6"),
    ("policy", "show"),
    ("presets", "list"),
    ("presets", "save", "mine"),
    ("presets", "show", "strict"),
    ("presets", "diff", "strict", "lenient"),
    ("presets", "rollback", "mine", "1"),
    ("export", "--format", "csv", "--to", "-"),
    ("runs",),
    ("doctor", "--check"),
)


@pytest.mark.parametrize("words", NEEDS_ONE, ids=" ".join)
def test_what_needs_a_library_makes_none(fresh: Shell, words: tuple[str, ...]) -> None:
    assert fresh(*words).status == 4
    assert not fresh.library.parent.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--limit", "0"),
        ("list", "--cursor", "x"),
        ("override", "1", "sideways"),
        ("policy", "apply", "aws_rek:violence"),
        ("presets", "save", "mine@3"),
        ("export", "--format", "xml", "--to", "-"),
        ("import", "/no/such/place"),
    ],
    ids=" ".join,
)
def test_wrong_words_make_none_either(fresh: Shell, words: tuple[str, ...]) -> None:
    assert fresh(*words).status == 2
    assert not fresh.library.parent.exists()


def test_an_export_of_nothing_leaves_no_file(fresh: Shell, tmp_path: Path) -> None:
    assert fresh("export", "--format", "csv", "--to", tmp_path / "assets.csv").status == 4
    assert list(tmp_path.iterdir()) == []
