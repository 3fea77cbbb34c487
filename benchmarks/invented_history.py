"""A history of interviews as a candidate would have it, written in bulk: the same one for the same number.

Texts, cuts and labels are those of corpus/; each account gets other words here and there, so that none is like another.
How much hangs on an account is our judgement of a diligent candidate: half of the accounts have an interview, each has
some questions, a third is read again cold.
"""

import datetime
import random
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from rebond.apps.causes.models import Hypothesis, Prepared, Verdict
from rebond.apps.debrief.models import Account, Exchange, Interview, Learnt, Opportunity, Readied
from rebond.apps.moments.models import (
    ColdReading,
    Confidence,
    Correction,
    Moment,
    Reading,
    Rewind,
    SecondThought,
)
from rebond.apps.plan.models import CardLine, Check, Priority, Step
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.labels import INCIDENTS, OUTCOMES, PHASES
from rebond.taxonomy.preparation import PREPARATION
from rebond.taxonomy.remedies import REMEDIES
from rebond.taxonomy.tracker import INTERVIEW_KINDS, OPPORTUNITY_STAGES, SETTINGS, TOPICS
from training.accounts import Annotated, load_accounts

SEED = 5
FIRST_DAY = datetime.datetime(2016, 1, 4, 18, 0, tzinfo=datetime.UTC)
BETWEEN = datetime.timedelta(hours=8)
"""Between two accounts: ten thousand of them end in 2025."""
ROWS_AT_ONCE = 2000
NOISE = 0.02
"""What a reading says of an incident that is not there."""


class History:
    """Rows for so many accounts of one person, in the order in which tables need each other."""

    def __init__(self, person: AbstractBaseUser, count: int) -> None:
        self.person, self.count = person, count
        self.chance = random.Random(SEED)
        self.corpus = load_accounts()
        self.words = sorted({word for told in self.corpus for word in told.text.split() if word.isalpha()})
        self.rows: dict[type[models.Model], list[Any]] = {}

    def write(self) -> None:
        """Put it all into the database, in one transaction."""
        for number in range(self.count):
            self._account(number)
        with transaction.atomic():
            for model, rows in self.rows.items():
                model._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)

    def _add(self, model: type[models.Model], **fields: Any) -> Any:
        row = model(**fields)
        self.rows.setdefault(model, []).append(row)
        return row

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _said(self, least: int = 6, most: int = 14) -> str:
        return " ".join(self.chance.choices(self.words, k=self.chance.randint(least, most))).capitalize() + "."

    def _one_in(self, many: int) -> bool:
        return self.chance.randrange(many) == 0

    def _account(self, number: int) -> None:
        told, at = self.corpus[self.chance.randrange(len(self.corpus))], FIRST_DAY + number * BETWEEN
        interview = self._interview(at) if number % 2 else None
        moments = list(self._told_otherwise(told))
        account = self._add(
            Account,
            id=self._key(),
            owner=self.person,
            text=" ".join(words for words, _ in moments),
            written_at=at,
            leaving=self.chance.choice(self.words)[:60],
            stress=self.chance.randint(0, 10),
            control=self.chance.randint(0, 10),
            mood=self.chance.randint(0, 10),
            interview=interview,
            outcome=interview.outcome if interview else self.chance.choice([*OUTCOMES]),
            expected=self.chance.choice([*OUTCOMES]),
            expected_at=at,
        )
        self._beside(account, at)
        self._reading(account, number, moments, at)
        self._causes(account, told, at)

    def _told_otherwise(self, told: Annotated) -> Iterator[tuple[str, dict[str, Any]]]:
        for quote, labels in zip(told.quotes, told.moments, strict=True):
            words = quote.split(" ")
            words[self.chance.randrange(len(words))] = self.chance.choice(self.words)
            yield " ".join(words), labels

    def _interview(self, at: datetime.datetime) -> Interview:
        opportunity = self._add(
            Opportunity,
            id=self._key(),
            owner=self.person,
            company=self.chance.choice(self.words).capitalize()[:100],
            post=self._said(2, 4)[:200],
            stage=self.chance.choice([*OPPORTUNITY_STAGES]),
            applied_on=at.date(),
            notes=self._said(10, 40),
            added_at=at,
            changed_at=at,
        )
        interview = self._add(
            Interview,
            id=self._key(),
            owner=self.person,
            opportunity=opportunity,
            kind=self.chance.choice([*INTERVIEW_KINDS]),
            setting=self.chance.choice([*SETTINGS]),
            starts_at=at - datetime.timedelta(hours=3),
            people=self._said(2, 5),
            outcome=self.chance.choice([*OUTCOMES]),
            answered_on=at.date(),
            added_at=at,
        )
        for key in self.chance.sample([*PREPARATION], 5):
            self._add(Readied, interview=interview, key=key, at=at)
        self._add(
            CardLine, owner=self.person, interview=interview, section="lesson", position=0, words=self._said(), at=at
        )
        return interview

    def _beside(self, account: Account, at: datetime.datetime) -> None:
        for position in range(self.chance.randint(0, 4)):
            fields = {"asked": self._said(), "said": self._said(10, 30), "reaction": self._said(3, 8)}
            self._add(Exchange, account=account, position=position, sureness=self.chance.randint(0, 10), **fields)
        for topic in self.chance.sample([*TOPICS], 2):
            self._add(Learnt, account=account, topic=topic, words=self._said(), at=at)
        for key in self.chance.sample([*PREPARATION], 4):
            choice = self.chance.choice(Prepared.Choice.values)
            self._add(Prepared, account=account, key=key, choice=choice, at=at)

    def _reading(
        self, account: Account, number: int, moments: list[tuple[str, dict[str, Any]]], at: datetime.datetime
    ) -> None:
        reading = self._add(
            Reading, id=number + 1, account=account, read_at=at, lang="fr", reader="e5", version="generated"
        )
        start, phases = 0, []
        for position, (words, labels) in enumerate(moments):
            asserted = [key for key in labels["incidents"] if key in INCIDENTS]
            moment = self._add(
                Moment,
                id=number * 200 + position + 1,
                reading=reading,
                position=position,
                start=start,
                end=start + len(words),
                nature=labels["nature"],
                confidence=0.8,
                asserted=asserted,
                offered=[],
                likelihoods=dict.fromkeys(INCIDENTS, NOISE) | dict.fromkeys(asserted, 0.8),
                distortions=[],
                phase=labels["phase"] if labels["phase"] in PHASES else "",
            )
            phases.append(moment.phase)
            start += len(words) + 1
            if self._one_in(8):
                self._add(
                    Correction, moment=moment, aspect="nature", key=labels["nature"], holds=True, by=self.person, at=at
                )
            if labels["nature"] == "interpretation" and number % 3 == 0:
                choice = self.chance.choice(SecondThought.Choice.values)
                self._add(SecondThought, moment=moment, fairer=self._said(), opposes=self._said(), choice=choice, at=at)
        self._cold(account, number, [phase for phase in dict.fromkeys(phases) if phase], at)

    def _cold(self, account: Account, number: int, phases: list[str], at: datetime.datetime) -> None:
        for phase in phases:
            self._add(Confidence, account=account, phase=phase, value=self.chance.randint(0, 10), at=at)
        if phases:
            self._add(Rewind, account=account, turning_phase=phases[-1], turning_moment=0, at=at)
        if number % 3 == 0:
            sliders = {name: self.chance.randint(0, 10) for name in ("stress", "control", "mood")}
            self._add(ColdReading, account=account, asked_for=at, begun_at=at, closed_at=at, **sliders)

    def _causes(self, account: Account, told: Annotated, at: datetime.datetime) -> None:
        keys = [key for key in told.record["causes"] if key in CAUSES] or [next(iter(CAUSES))]
        for place, key in enumerate(keys):
            self._add(
                Hypothesis,
                account=account,
                key=key,
                weight=1.0 - place / 10,
                support="strong",
                evidence=[0],
                weighed_at=at,
            )
        self._add(Verdict, account=account, key=keys[0], choice="confirmed", by=self.person, at=at)
        remedy = CAUSES[keys[0]].remedy
        if remedy not in REMEDIES:
            return
        number = len(self.rows.setdefault(Priority, []))
        # Three are kept at a time, as the plan allows: the others are done with, one way or the other.
        state = "kept" if number < 3 else self.chance.choice(["done", "set_aside"])
        priority = self._add(
            Priority,
            id=number + 1,
            owner=self.person,
            account=account,
            cause=keys[0],
            remedy=remedy,
            position=0,
            state=state,
            due=at.date(),
            decided_at=at,
        )
        for position, step in enumerate(REMEDIES[remedy].steps):
            self._add(Step, priority=priority, position=position, key=step.key)
        self._add(Step, priority=priority, position=9, own_words=self._said())
        if number:
            earlier = self.rows[Priority][self.chance.randrange(number)]
            choice = self.chance.choice(Check.Choice.values)
            self._add(Check, priority=earlier, account=account, choice=choice, at=at)
