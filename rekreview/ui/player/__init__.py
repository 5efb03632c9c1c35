"""The player: decodes a video frame by frame and shows each at its time, with a timeline of what was found in it."""
