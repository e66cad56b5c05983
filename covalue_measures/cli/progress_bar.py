"""A progress bar on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

import covalue_measures.progress as listener


@contextmanager
def progress_bar(*, is_shown: bool = True) -> Iterator[listener.Progress]:
    """Yield a listener that draws one bar a step; nothing where no one looks."""
    console = Console(stderr=True)
    if not is_shown or not console.is_terminal:
        yield listener.silent
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {}

        def listen(step: str, done: int, total: int, /) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done)

        yield listen
