"""Reading a page changes nothing: in tests, a GET that writes fails."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

READING_WORDS = ("SELECT", "WITH", "PRAGMA", "EXPLAIN", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


class WroteWhileReadingError(AssertionError):
    """A statement that writes was sent during a GET or a HEAD."""


def refuse_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Sequence[Any] | Mapping[str, Any] | None,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """A Django execute wrapper. Raises WroteWhileReadingError where a statement does not begin as a reading one."""
    if not sql.lstrip("( \n").upper().startswith(READING_WORDS):
        raise WroteWhileReadingError(sql)
    return execute(sql, params, many, context)


class ReadOnlyGetMiddleware:
    """Stands last, so that only what a view does is watched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
