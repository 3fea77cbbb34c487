"""What is kept in memory between two searches: the words that were written, and the vectors of one person's texts.

Both follow the database by a stamp, which costs one query; what was added since is added, what was deleted is left out.
"""

import threading
from dataclasses import dataclass

import numpy as np
from django.contrib.auth.models import AbstractBaseUser
from numpy.typing import NDArray

from rebond.apps.search.index import Stamp
from rebond.apps.search.queries import index_of, meaning_keys, meanings_after, texts_after
from rebond.engine.text.search import terms_of
from rebond.engine.text.spelling import Vocabulary

NO_STAMP = Stamp()
STORED = "<f2"
"""A vector in the database: half precision; cosines differ by less than 0.0001 (40 × 400 passages of the corpus)."""


@dataclass(frozen=True)
class Pieces:
    """The vectors of one person's texts. Row i belongs to piece keys[i]: `places[i]` is its text, start and end."""

    stamp: Stamp
    keys: NDArray[np.int64]
    places: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True)
class Words:
    """The words that one person may have meant."""

    owner: object
    stamp: Stamp
    vocabulary: Vocabulary


class Known:
    """Shared by all threads; one of them at a time brings it up to date. What belongs to who asked last is kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words: Words | None = None
        self._owner: object = None
        self._pieces: Pieces | None = None

    def vocabulary(self, person: AbstractBaseUser) -> Vocabulary:
        """The words written so far. What was deleted since the program began may still be among them."""
        with self._lock:
            index, words = index_of(), self._words
            stamp = index.stamp_now(person)
            if words is None or words.owner != person.pk or not (index.in_order or words.stamp == stamp):
                words = Words(person.pk, stamp, Vocabulary(index.terms(person)))
            elif stamp.writing > words.stamp.writing:
                added = set().union(*map(terms_of, texts_after(person, words.stamp.writing)))
                words = Words(person.pk, stamp, words.vocabulary.with_added(added))
            self._words = words
            return words.vocabulary

    def pieces(self, person: AbstractBaseUser) -> Pieces:
        """The vectors of this person's texts."""
        with self._lock:
            index, pieces = index_of(), self._pieces
            stamp = index.stamp_now(person)
            if pieces is None or self._owner != person.pk or not (index.in_order or pieces.stamp == stamp):
                pieces = _with_added(_nothing(), person, stamp)
            elif pieces.stamp != stamp:
                pieces = _with_added(pieces, person, stamp)
            self._owner, self._pieces = person.pk, pieces
            return pieces

    def forget_pieces(self) -> None:
        """Take the vectors anew: some were replaced."""
        with self._lock:
            self._pieces = self._owner = None

    def forget(self) -> None:
        """Begin anew, as after a start."""
        with self._lock:
            self._words = self._pieces = self._owner = None


def _nothing() -> Pieces:
    return Pieces(NO_STAMP, np.zeros(0, np.int64), np.zeros((0, 3), np.int64), np.zeros((0, 0), np.float32))


def _with_added(pieces: Pieces, person: AbstractBaseUser, stamp: Stamp) -> Pieces:
    keys, places, vectors = pieces.keys, pieces.places, pieces.vectors
    added = meanings_after(person, int(keys[-1]) if len(keys) else 0)
    if added:
        stored = np.frombuffer(b"".join(row[4] for row in added), STORED).reshape(len(added), -1).astype(np.float32)
        keys = np.concatenate([keys, np.array([row[0] for row in added], np.int64)])
        places = np.concatenate([places, np.array([row[1:4] for row in added], np.int64)])
        vectors = np.concatenate([vectors.reshape(-1, stored.shape[1]), stored])
    if len(pieces.keys) and stamp.erasure != pieces.stamp.erasure:
        kept = np.isin(keys, meaning_keys(person))
        keys, places, vectors = keys[kept], places[kept], vectors[kept]
    # Column by column, the product with one vector takes half the time.
    return Pieces(stamp, keys, places, np.asfortranarray(vectors))
