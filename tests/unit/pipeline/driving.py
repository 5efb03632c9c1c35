"""Runs a generator of progress to its end, as the command line does."""


def drive(work, each=lambda progress: None):
    """The outcome of `work`; `each` sees every progress it yields."""
    while True:
        try:
            each(next(work))
        except StopIteration as end:
            return end.value
