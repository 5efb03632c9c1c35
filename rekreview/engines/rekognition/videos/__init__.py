"""Stored videos: put into a bucket, checked there by a job of the service; see `domain.video_service.VideoService`."""
