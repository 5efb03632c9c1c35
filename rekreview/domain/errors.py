"""Every error rekreview raises on purpose. Anything outside this tree is a bug.

RekreviewError
├── MediaError
│   ├── Unreadable            the file cannot be opened: gone, no permission, an I/O error
│   ├── Unsupported           no known signature, or a kind the app does not take
│   ├── Undecodable           a known kind whose content is broken
│   ├── TooLarge              more pixels or bytes than the limits allow
│   ├── TooSmall              fewer pixels than an engine can judge
│   ├── VideoRefused          a video an engine does not take, or not as it is set up
│   ├── BlackFrame            nothing but black, on which an engine has nothing to say
│   ├── DecodeTimedOut        opening took longer than its time allows
│   └── DecoderCrashed        the worker process that opened it died
├── EngineError
│   ├── Throttled             too many calls; asking again later helps
│   │   └── JobLimit          as many jobs run as the account allows
│   ├── Unavailable           the engine failed on this call; asking again later helps
│   ├── Unreachable           no way to the engine: no network, or nothing answers any more
│   ├── AccessDenied          the account may not make this call
│   ├── CredentialsMissing    no credentials were found
│   ├── CredentialsExpired    the credentials are no longer valid
│   ├── BadAnswer             the answer is not what the engine would say
│   ├── AdapterIgnored        the answer did not come from the adapter that was chosen
│   ├── JobFailed             the service could not check a stored video
│   ├── JobGone               the service no longer knows a job, so its answer is lost
│   ├── ObjectGone            an uploaded video is no longer in its bucket; uploading it again helps
│   ├── PaidOtherwise         jobs that are paid would be started again in another way
│   ├── BudgetReached         the next call would cost more than a person allowed
│   │   └── AgreementReached  more than a person was told and agreed to
│   ├── ModelMissing          a model file of the on-device engine is not there
│   ├── ModelAltered          a model file is not the one that was checked
│   └── Unusable              the engine cannot be used as it is set up
│       └── BucketUnusable    videos cannot be put into the bucket that was chosen
├── LibraryError
│   ├── LibraryMissing        no library at that place
│   ├── Locked                another process holds it longer than we wait
│   ├── RunUnderWay           another process, or another job of this one, is working through the run
│   ├── ReadOnly              this window may only look
│   ├── TooNew                written by a later version of the app
│   ├── Corrupt               the file is not a sound library
│   └── DiskFull              no room, or no permission, to write
├── AssetNotFound             nothing in the library answers to that name
├── InvalidValue              a value given by a person is not one of those possible
├── PolicyError
│   └── BadModerationString   with position, token and hint
└── Cancelled                 a person stopped it
"""

from __future__ import annotations

from typing import ClassVar


class RekreviewError(Exception):
    """An expected fault: `code` names it for programs, `message` and `hint` are for people.

    `retryable` says whether doing the same again later can help.
    """

    code: ClassVar[str] = "error"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class MediaError(RekreviewError):
    """One file could not be used; the others go on."""

    code = "media"


class Unreadable(MediaError):
    code = "unreadable"


class Unsupported(MediaError):
    code = "unsupported"


class Undecodable(MediaError):
    code = "undecodable"


class TooLarge(MediaError):
    code = "too_large"


class VideoRefused(MediaError):
    code = "video_refused"


class TooSmall(MediaError):
    code = "too_small"


class BlackFrame(MediaError):
    code = "black_frame"


class DecodeTimedOut(MediaError):
    code = "timed_out"


class DecoderCrashed(MediaError):
    code = "decoder_crashed"


class EngineError(RekreviewError):
    """An engine could not answer."""

    code = "engine"


class Throttled(EngineError):
    code = "throttled"
    retryable = True


class JobLimit(Throttled):
    code = "job_limit"


class Unavailable(EngineError):
    code = "unavailable"
    retryable = True


class Unreachable(EngineError):
    code = "unreachable"


class AccessDenied(EngineError):
    code = "access_denied"


class CredentialsMissing(EngineError):
    code = "credentials_missing"


class CredentialsExpired(EngineError):
    code = "credentials_expired"


class BadAnswer(EngineError):
    code = "bad_answer"


class AdapterIgnored(EngineError):
    """An answer all the same, from another model: `detection`, a `Detection`, is paid for, and worth keeping."""

    code = "adapter_ignored"
    detection: object = None


class JobFailed(EngineError):
    code = "job_failed"


class JobGone(EngineError):
    code = "job_gone"


class ObjectGone(EngineError):
    code = "object_gone"
    retryable = True


class PaidOtherwise(EngineError):
    """bucket, floor: the way in which the jobs are paid."""

    code = "paid_otherwise"

    def __init__(self, message: str, hint: str = "", *, bucket: str = "", floor: float = 0.0) -> None:
        super().__init__(message, hint)
        self.bucket = bucket
        self.floor = floor


class BudgetReached(EngineError):
    code = "budget"


class AgreementReached(BudgetReached):
    code = "agreement"


class ModelMissing(EngineError):
    code = "model_missing"


class ModelAltered(EngineError):
    code = "model_altered"


class Unusable(EngineError):
    code = "unusable"


class BucketUnusable(Unusable):
    code = "bucket_unusable"


class LibraryError(RekreviewError):
    """The library as a whole cannot be used."""

    code = "library"


class LibraryMissing(LibraryError):
    code = "library_missing"


class Locked(LibraryError):
    code = "library_locked"
    retryable = True


class RunUnderWay(LibraryError):
    code = "run_under_way"
    retryable = True


class ReadOnly(LibraryError):
    code = "library_read_only"


class TooNew(LibraryError):
    code = "library_too_new"


class Corrupt(LibraryError):
    code = "library_corrupt"


class DiskFull(LibraryError):
    code = "disk_full"


class AssetNotFound(RekreviewError):
    code = "asset_not_found"


class InvalidValue(RekreviewError):
    code = "invalid_value"


class PolicyError(RekreviewError):
    """A policy that cannot be used."""

    code = "policy"


class BadModerationString(PolicyError):
    """A moderation string that breaks the grammar, first fault first.

    `position` counts code points from 0; it is the end of the text when something is missing.
    `reason` is the code of the fault, as in `domain.moderation_string`.
    """

    code = "bad_moderation_string"

    def __init__(self, message: str, hint: str = "", *, position: int = 0, token: str = "", reason: str = "") -> None:
        super().__init__(message, hint)
        self.position = position
        self.token = token
        self.reason = reason


class Cancelled(RekreviewError):
    code = "cancelled"
