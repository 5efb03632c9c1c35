"""What a fault means to the person in front of the window: its code turned into words, in their language."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from rekreview.domain.errors import RekreviewError


@dataclass(frozen=True, slots=True)
class Message:
    """A fault in words. title: what happened. text: the particulars. hint: what to do, "" if there is nothing."""

    title: str
    text: str
    hint: str = ""

    @property
    def whole(self) -> str:
        """All of it as one paragraph."""
        return " ".join(part for part in (self.title, self.text, self.hint) if part)


def _T(_context: str, text: str) -> str:
    """Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=_T); it is translated when it is shown."""
    return text


_TITLES = {
    "unreadable": _T("messages", "The file cannot be opened."),
    "unsupported": _T("messages", "This is not a picture or video the app knows."),
    "undecodable": _T("messages", "The file is damaged."),
    "too_large": _T("messages", "The file is too large to be opened safely."),
    "too_small": _T("messages", "The picture is too small to be judged."),
    "black_frame": _T("messages", "The picture is black, so it was not checked."),
    "timed_out": _T("messages", "Opening the file took too long."),
    "decoder_crashed": _T("messages", "The file made the decoder fail."),
    "throttled": _T("messages", "The engine asks for a slower pace."),
    "unavailable": _T("messages", "The engine cannot be reached."),
    "unreachable": _T("messages", "There is no way to the engine. The run waits."),
    "adapter_ignored": _T("messages", "The engine did not use the chosen adapter."),
    "budget": _T("messages", "The budget is spent. The rest waits."),
    "agreement": _T("messages", "More is to be paid than you agreed to. The rest waits."),
    "access_denied": _T("messages", "The account may not use this engine."),
    "credentials_missing": _T("messages", "The engine needs an account, and none is set up."),
    "credentials_expired": _T("messages", "The account's credentials have expired."),
    "bad_answer": _T("messages", "The engine's answer could not be understood."),
    "model_missing": _T("messages", "The on-device engine is not complete."),
    "model_altered": _T("messages", "A model file of the on-device engine was altered."),
    "unusable": _T("messages", "The engine cannot be used."),
    "engine": _T("messages", "The engine failed."),
    "video_refused": _T("messages", "The engine does not take this video."),
    "job_failed": _T("messages", "Amazon could not check the video."),
    "job_limit": _T("messages", "As many videos are being checked as the account allows."),
    "job_gone": _T("messages", "Amazon no longer knows the job that checked the video."),
    "paid_otherwise": _T("messages", "Videos are checked already, in another way."),
    "object_gone": _T("messages", "The uploaded video is no longer in its bucket."),
    "bucket_unusable": _T("messages", "Videos cannot be put into the bucket."),
    "upload_gone": _T("messages", "The upload that was begun is no longer known."),
    "not_there": _T("messages", "There is nothing of this name in the bucket."),
    "page_expired": _T("messages", "The answer has to be read from its first page again."),
    "library": _T("messages", "The library cannot be used."),
    "library_missing": _T("messages", "There is no library here."),
    "library_locked": _T("messages", "Another program is writing to the library."),
    "run_under_way": _T("messages", "Another program is working through this run."),
    "library_read_only": _T("messages", "This window may only look."),
    "library_too_new": _T("messages", "The library was written by a newer rekreview."),
    "library_corrupt": _T("messages", "The library is damaged."),
    "disk_full": _T("messages", "The library cannot be written: no room, or no permission."),
    "asset_not_found": _T("messages", "The library does not hold this asset."),
    "invalid_value": _T("messages", "This value is not possible."),
    "bad_moderation_string": _T("messages", "The moderation string has a mistake."),
    "policy": _T("messages", "The policy cannot be used."),
    "media": _T("messages", "The file cannot be used."),
    "internal": _T("messages", "The app failed on this file."),
    "cancelled": _T("messages", "Stopped."),
}
_HINTS = {
    "library_locked": _T("messages", "Nothing was changed. Try again in a moment."),
    "library_read_only": _T("messages", "Decide in the window that was opened first."),
    "library_too_new": _T("messages", "Nothing was changed. Install that version to open it."),
    "library_corrupt": _T("messages", "Nothing was changed. Put a backup in its place, or choose another folder."),
    "disk_full": _T("messages", "Nothing was lost that was saved. Make room and try again."),
    "model_missing": _T("messages", "Install rekreview again, with all it depends on."),
    "model_altered": _T("messages", "It is not used. Install rekreview again."),
}


def of(error: BaseException) -> Message:
    """The words for a fault; for anything unexpected, that it is the app's own mistake and where its log is."""
    if not isinstance(error, RekreviewError):
        return Message(
            _translate("rekreview made a mistake of its own."),
            _translate("What you were doing may not have happened; what was saved is safe."),
            _translate("The log has the details ({kind}).").format(kind=type(error).__name__),
        )
    return Message(reason(error.code), error.message, error.hint or _translate(_HINTS.get(error.code, "")))


def reason(code: str) -> str:
    """One sentence for a fault's code, "" for a code nobody knows."""
    return _translate(_TITLES.get(code, ""))


def _translate(text: str) -> str:
    return QCoreApplication.translate("messages", text) if text else ""
