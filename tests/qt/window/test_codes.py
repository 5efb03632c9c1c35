"""Every code that the program can store or raise has words for a person."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rekreview
from rekreview.domain.assets import EngineName
from rekreview.library.values import RunState, RunView
from rekreview.ui import messages
from rekreview.ui.runs.words import told

SOURCES = Path(rekreview.__file__).parent


def stored_codes() -> Iterator[str]:
    """The codes of faults that are written as they are, anywhere in the program: Fault("internal", …)."""
    for source in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            is_fault = isinstance(node, ast.Call) and ast.unparse(node.func) == "Fault"
            if is_fault and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def raised_codes() -> Iterator[str]:
    """The codes of every error class of the program; those of the command line never reach a window."""
    for source in SOURCES.rglob("*.py"):
        if source.parent.name == "cli":
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ClassDef):
                continue
            for line in node.body:
                is_code = isinstance(line, ast.Assign) and [ast.unparse(target) for target in line.targets] == ["code"]
                if is_code and isinstance(line.value, ast.Constant):
                    yield line.value.value


CODES = sorted({*stored_codes(), *raised_codes()})


def test_the_codes_are_found() -> None:
    assert {"internal", "undecodable", "library_too_new"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_said_as_a_sentence(code: str) -> None:
    said = messages.reason(code)
    assert said[:1].isupper()
    assert said.endswith(".")
    assert "_" not in said


def test_no_two_codes_are_said_alike() -> None:
    said = [messages.reason(code) for code in CODES]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("code", CODES)
def test_a_run_never_names_its_causes_by_their_codes(code: str) -> None:
    from datetime import UTC, datetime

    created = datetime(2026, 3, 1, tzinfo=UTC)
    run = RunView(
        1, EngineName.ON_DEVICE, "on-device-1", None, 1.0, RunState.FINISHED, created, None, failed=2, causes={code: 2}
    )
    assert f"2 × {code}" not in told(run) or "_" not in code
    assert "Not checked, and not counted as approved: 2 assets" in told(run)
