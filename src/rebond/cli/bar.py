"""A bar on standard error that shows how far a command is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn


def bar(*more: "ProgressColumn") -> "Progress":
    """The bar, to be shown while its block lasts, and gone after; `more` columns stand before the time that is left.

    For a standard error that is a terminal: whoever calls looks.
    """
    from rich.console import Console  # noqa: PLC0415  # slow import
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415  # slow import

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), *more, TimeRemainingColumn())
    # Left to itself rich would carry what goes to standard output over to the terminal of the bar.
    return Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )
