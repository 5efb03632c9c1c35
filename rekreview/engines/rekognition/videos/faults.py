"""What a failed call about a bucket, an upload or a job means, in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rekreview.domain.errors import (
    AccessDenied,
    BucketUnusable,
    EngineError,
    JobGone,
    JobLimit,
    RekreviewError,
    Throttled,
    TooLarge,
    Unavailable,
    Unsupported,
    Unusable,
)
from rekreview.engines.rekognition.faults import Place, failure, words_of


class UploadGone(EngineError):  # noqa: N818
    """The upload in parts is over: completed, thrown away, or swept up by a rule of the bucket."""

    code = "upload_gone"


class NotThere(EngineError):  # noqa: N818
    """Nothing lies under that key."""

    code = "not_there"


class PageExpired(EngineError):  # noqa: N818
    """The token of the next page is no longer valid."""

    code = "page_expired"


class ObjectUnreadable(AccessDenied):
    """Amazon Rekognition says it cannot read the uploaded video, or that it is not there: it does not tell which."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was being done, for texts. action: the IAM action that it needs. bucket: the one that was asked."""

    action: str
    bucket: str = ""

    @property
    def resource(self) -> str:
        """Where the action has to be allowed."""
        if not self.bucket:
            return ""
        whole = self.action in {"s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"}
        return f" on arn:aws:s3:::{self.bucket}{'' if whole else '/*'}"


def meaning(error: Exception, place: Place, step: Step) -> RekreviewError:
    """The error that an exception of boto3, or of the network beneath it, stands for."""
    if isinstance(error, RekreviewError):
        return error
    response = getattr(error, "response", None)
    if isinstance(response, dict) and "Error" in response:
        code = str(response["Error"].get("Code", "")).removesuffix("Exception")
        if told := _CODES.get(code):
            return told(words_of(response), place, step)
    return failure(error, place).error


Told = Callable[[str, Place, Step], RekreviewError]


def _denied(said: str, place: Place, step: Step) -> RekreviewError:
    return AccessDenied(
        f"{place.service} refuses {place.who}: {_spoken(said)}. No asset was failed.",
        f"Allow the IAM action {step.action}{step.resource} for it, or choose another profile.",
    )


def _no_bucket(_said: str, _place: Place, step: Step) -> RekreviewError:
    return BucketUnusable(
        f"There is no bucket “{step.bucket}”. Nothing was sent.",
        "Check its name in the settings, or make one in the region where Amazon Rekognition is asked.",
    )


def _not_there(_said: str, _place: Place, step: Step) -> RekreviewError:
    return NotThere(f"Nothing of that name lies in the bucket {step.bucket}.")


def _upload_gone(_said: str, _place: Place, step: Step) -> RekreviewError:
    return UploadGone(f"The bucket {step.bucket} knows nothing of that upload any more.")


def _elsewhere(said: str, _place: Place, step: Step) -> RekreviewError:
    return BucketUnusable(
        f"The bucket “{step.bucket}” is in another region than the one chosen: {said}",
        "Choose the bucket's region, or a bucket in this one; Amazon Rekognition reads only from its own region.",
    )


def _slow_down(said: str, place: Place, _step: Step) -> RekreviewError:
    return Throttled(f"{place.service} takes no more calls a second now: {said}", "The app slows down by itself.")


def _too_many_jobs(said: str, _place: Place, _step: Step) -> RekreviewError:
    return JobLimit(
        f"As many video jobs run as the AWS account allows: {said}", "The next one starts when one of them has ended."
    )


def _unreadable_object(said: str, place: Place, _step: Step) -> RekreviewError:
    return ObjectUnreadable(
        f"Amazon Rekognition cannot read the uploaded video in the name of {place.who}: {said} No asset was failed.",
        "Allow the IAM action s3:GetObject on the bucket's objects for it, and kms:Decrypt if the bucket is encrypted "
        "with a key of your own.",
    )


def _too_large(said: str, _place: Place, _step: Step) -> RekreviewError:
    return TooLarge(f"Amazon Rekognition takes no video as large or as long as this one: {said}")


def _other_input(said: str, _place: Place, _step: Step) -> RekreviewError:
    return Unusable(
        f"Amazon Rekognition knows the token of this job with another request: {said} Nothing was paid.",
        "Another program uses the same tokens. Choose another prefix for the bucket in the settings.",
    )


def _page_expired(said: str, _place: Place, _step: Step) -> RekreviewError:
    return PageExpired(said or "The token of the next page has expired.")


def _no_job(said: str, _place: Place, _step: Step) -> RekreviewError:
    return JobGone(
        f"Amazon Rekognition no longer knows this job: {said or 'it keeps answers for seven days'}",
        "Moderate the video again; that is a new job, and paid again.",
    )


def _parameter(said: str, _place: Place, _step: Step) -> RekreviewError:
    return Unsupported(f"Amazon Rekognition does not take this video: {said}")


def _broken_digest(said: str, place: Place, _step: Step) -> RekreviewError:
    return Unavailable(f"What reached {place.service} was not what was sent: {said}")


def _spoken(said: str) -> str:
    """The service's words, where it has any: an answer to HEAD has none."""
    return "access denied" if said in {"", "Forbidden"} else said.rstrip(".")


_CODES: Final[dict[str, Told]] = {
    **dict.fromkeys(("AccessDenied", "403", "Forbidden", "AllAccessDisabled"), _denied),
    "NoSuchBucket": _no_bucket,
    **dict.fromkeys(("404", "NoSuchKey", "NotFound"), _not_there),
    "NoSuchUpload": _upload_gone,
    **dict.fromkeys(
        ("PermanentRedirect", "301", "AuthorizationHeaderMalformed", "IllegalLocationConstraint"), _elsewhere
    ),
    **dict.fromkeys(("SlowDown", "503", "ServiceUnavailable", "RequestLimitExceeded"), _slow_down),
    **dict.fromkeys(("BadDigest", "RequestTimeout", "IncompleteBody", "XAmzContentSHA256Mismatch"), _broken_digest),
    "LimitExceeded": _too_many_jobs,
    "InvalidS3Object": _unreadable_object,
    "VideoTooLarge": _too_large,
    "IdempotentParameterMismatch": _other_input,
    "InvalidPaginationToken": _page_expired,
    "ResourceNotFound": _no_job,
    "InvalidParameter": _parameter,
}
