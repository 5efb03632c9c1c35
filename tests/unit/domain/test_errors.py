"""The tree of errors: complete, told at the top of its file, each with a code of its own."""

from __future__ import annotations

import re

from rekreview.domain import errors
from rekreview.domain.errors import RekreviewError


def every_kind(kind: type[RekreviewError] = RekreviewError) -> list[type[RekreviewError]]:
    return [
        kind,
        *(one for child in kind.__subclasses__() if child.__module__ == errors.__name__ for one in every_kind(child)),
    ]


def test_every_error_is_in_the_tree_at_the_top() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert sorted(drawn) == sorted(kind.__name__ for kind in every_kind()[1:])


def test_every_code_is_there_once() -> None:
    codes = [kind.code for kind in every_kind()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)


def test_an_error_carries_words_for_people() -> None:
    error = errors.Throttled("Too many calls.", "Wait a little.")
    assert (str(error), error.message, error.hint) == ("Too many calls.", "Too many calls.", "Wait a little.")
    assert error.retryable
    assert not errors.AccessDenied("x").retryable


def test_only_what_time_can_mend_is_worth_trying_again() -> None:
    worth_it = {"Throttled", "Unavailable", "Locked", "JobLimit", "ObjectGone", "RunUnderWay"}
    assert {kind.__name__ for kind in every_kind() if kind.retryable} == worth_it
