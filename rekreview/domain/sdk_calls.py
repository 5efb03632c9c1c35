"""A moderation string as it is handed to Cloudinary: alone, or as an argument of its libraries and of curl."""

from __future__ import annotations

import json
import shlex
from enum import StrEnum

from rekreview.domain.assets import MediaKind


class CopyForm(StrEnum):
    """What a moderation string can be copied as."""

    STRING = "string"
    PYTHON = "python"
    NODE = "node"
    CURL = "curl"


def written_as(form: CopyForm, text: str, kind: MediaKind) -> str:
    """The string in this form, quoted so that its reader gets the very same characters.

    Cloudinary takes an upload for a picture unless it is told otherwise, so a video's string brings its resource type
    along; curl has that in its address, which ends in /video/upload.
    """
    # JSON's escapes mean the same in Python and in JavaScript, as long as nothing beyond ASCII is escaped.
    quoted = json.dumps(text, ensure_ascii=False)
    video = kind is MediaKind.VIDEO
    if form is CopyForm.PYTHON:
        return f'moderation={quoted}, resource_type="video"' if video else f"moderation={quoted}"
    if form is CopyForm.NODE:
        return f'{{ moderation: {quoted}, resource_type: "video" }}' if video else f"{{ moderation: {quoted} }}"
    if form is CopyForm.CURL:
        # Not -F, which takes a value apart at semicolons and reads files for @ and <.
        return f"--form-string {shlex.quote(f'moderation={text}')}"
    return text
