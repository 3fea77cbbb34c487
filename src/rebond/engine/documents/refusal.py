"""Why a document is refused: a key that the doors turn into a sentence."""

from enum import StrEnum


class Refusal(StrEnum):
    """What is wrong with a document, as the person who chose it can mend it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    SPREADSHEET = "spreadsheet"
    UNKNOWN_ENCODING = "unknown_encoding"
    OPEN_QUOTE = "open_quote"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    FIELD_TOO_LONG = "field_too_long"
    BROKEN_CALENDAR = "broken_calendar"
    NO_EVENT = "no_event"
    TOO_MANY_EVENTS = "too_many_events"
    BROKEN_ARCHIVE = "broken_archive"
    LARGE_ARCHIVE = "large_archive"
    ENCRYPTED_ARCHIVE = "encrypted_archive"
    NESTED_ARCHIVE = "nested_archive"
    NO_APPLICATIONS = "no_applications"


class RefusedDocumentError(ValueError):
    """A document that cannot be read whole, and of which nothing is read.

    Attributes:
        refusal: why.
        line: where in the document, from 1; None where it is no matter of a line.
    """

    def __init__(self, refusal: Refusal, line: int | None = None) -> None:
        self.refusal = refusal
        self.line = line
        super().__init__(refusal.value if line is None else f"{refusal.value}, line {line}")
