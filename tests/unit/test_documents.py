"""What the documents say is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from rekreview.cli import registry

PROJECT = Path(__file__).parent.parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "resources/sample-credits.md")


def text(document: str) -> str:
    return (PROJECT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_to_a_file_leads_somewhere(document: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text(document))
    gone = [target for target in targets if not (PROJECT / document).parent.joinpath(target).exists()]
    assert not gone


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_of_make_that_is_named_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^    |`)make ([a-z]+)", text(document), re.MULTILINE))
    assert named <= targets


def test_every_command_in_the_readme_exists() -> None:
    named = re.findall(r"^    rekreview ([a-z]+(?: [a-z]+)?)", text("README.md"), re.MULTILINE)
    known = set(registry.COMMANDS)
    assert len(named) >= 6
    assert not [words for words in named if words not in known and words.split()[0] not in known]


def test_make_help_tells_what_a_newcomer_needs() -> None:
    told = subprocess.run(["make", "--no-print-directory", "help"], cwd=PROJECT, capture_output=True, text=True)
    assert told.returncode == 0
    for target in ("setup", "run", "test", "check", "bench", "shots"):
        assert re.search(rf"^make {target} +[A-Z]", told.stdout, re.MULTILINE), target


def test_every_sample_is_credited_and_nothing_else() -> None:
    samples = {path.name for path in (PROJECT / "resources" / "sample").iterdir()}
    rows = re.findall(r"^\| ([^|]+) \|", text("resources/sample-credits.md"), re.MULTILINE)
    credited = {name for row in rows for name in row.split(", ")} - {"file", "---"}
    assert credited == samples


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in (PROJECT / "resources" / "sample").iterdir()) < 6e6
