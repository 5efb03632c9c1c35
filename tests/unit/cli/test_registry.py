"""Which calls are for the command line and which for the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from rekreview.cli.registry import COMMANDS, command_word, is_for_command_line


@pytest.mark.parametrize(
    "argv",
    [
        ["list"],
        ["--library", "/x", "list"],
        ["--json", "--library=/x", "policy", "check", "aws_rek"],
        ["--help"],
        ["-h"],
        ["lst"],
        ["policy-check"],
    ],
)
def test_commands_and_mistyped_ones_and_help_are_for_the_command_line(argv: list[str]) -> None:
    assert is_for_command_line(argv)


@pytest.mark.parametrize(
    "argv",
    [[], ["--sample"], ["--self-test"], ["--library", "list"], ["holiday/beach.jpg"], ["beach.jpg"], ["--library=/x"]],
)
def test_files_and_options_alone_are_for_the_window(argv: list[str]) -> None:
    assert not is_for_command_line(argv)


def test_a_folder_is_for_the_window_even_if_its_name_is_a_plain_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "holiday").mkdir()
    monkeypatch.chdir(tmp_path)
    assert not is_for_command_line(["holiday"])


def test_the_value_of_an_option_is_no_command() -> None:
    assert command_word(["--library", "scan", "list"]) == 2
    assert command_word(["--library"]) is None


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_every_command_is_in_its_module(command: object) -> None:
    entry = command.entry()  # type: ignore[attr-defined]
    assert callable(entry.run)
    assert callable(entry.add_arguments)
