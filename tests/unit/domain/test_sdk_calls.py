"""Whoever runs what was copied gets the very string."""

from __future__ import annotations

import ast
import json
import shlex
import shutil
import subprocess

import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.sdk_calls import CopyForm, written_as

STRINGS = (
    "aws_rek",
    "aws_rek:drugs_&_tobacco:0.3:alcohol:ignore|manual",
    'aws_rek:it\'s_"odd"\\:0.5',
    "aws_rek:🍷_$HOME_`ls`:0.5",
)


@pytest.mark.parametrize("text", STRINGS)
def test_the_string_alone_is_the_string(text: str) -> None:
    assert written_as(CopyForm.STRING, text, MediaKind.IMAGE) == text


@pytest.mark.parametrize("text", STRINGS)
@pytest.mark.parametrize("kind", MediaKind)
def test_python_reads_the_very_string_from_a_call(text: str, kind: MediaKind) -> None:
    call = ast.parse(f"upload({written_as(CopyForm.PYTHON, text, kind)})", mode="eval").body
    assert isinstance(call, ast.Call)
    said = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
    expected = {"moderation": text} | ({"resource_type": "video"} if kind is MediaKind.VIDEO else {})
    assert said == expected


@pytest.mark.parametrize("text", STRINGS)
@pytest.mark.parametrize("kind", MediaKind)
def test_node_reads_the_very_string_from_its_options(text: str, kind: MediaKind) -> None:
    written = written_as(CopyForm.NODE, text, kind)
    read = json.loads(
        written.replace("moderation:", '"moderation":', 1).replace(" resource_type:", ' "resource_type":')
    )
    assert read == {"moderation": text} | ({"resource_type": "video"} if kind is MediaKind.VIDEO else {})


@pytest.mark.parametrize("text", STRINGS)
def test_a_shell_hands_curl_the_very_string(text: str) -> None:
    flag, value = shlex.split(written_as(CopyForm.CURL, text, MediaKind.IMAGE))
    assert (flag, value) == ("--form-string", f"moderation={text}")


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell here")
@pytest.mark.parametrize("text", STRINGS)
def test_a_real_shell_agrees(text: str) -> None:
    script = f"printf '%s' {written_as(CopyForm.CURL, text, MediaKind.VIDEO).removeprefix('--form-string ')}"
    printed = subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout.decode()
    assert printed == f"moderation={text}"
