"""Having an account read: by the real engine, once."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.models import Hypothesis
from rebond.apps.debrief.actions import add_example
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment, read_account, the_reader
from rebond.apps.moments.models import Correction, Moment, Reading
from rebond.apps.moments.queries import read_account_ids, reading_of
from rebond.apps.people.models import Person
from rebond.engine.causes.weigh import from_reading, weigh
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

MARKS = ("sign", "what")
"""What the page adds to the text."""
LATER = datetime.timedelta(days=1)


def url(account: Any) -> str:
    return f"/moments/{account.pk}/read/"


@pytest.fixture
def account(candidate: Person, now: datetime.datetime) -> Account:
    """An account that is quickly read."""
    return cast.kept(candidate, "Il m'a demandé mes prétentions et j'ai bafouillé un chiffre. Je suis nul.", now=now)


@pytest.fixture
def example(candidate: Person, now: datetime.datetime) -> Account:
    return add_example(language="fr", by=candidate, now=now)


def test_what_is_stored_is_what_the_engine_says(example: Account, candidate: Person, now: datetime.datetime) -> None:
    reading = read_account(account=example, by=candidate, now=now)

    said = the_reader().read(example.text)
    assert (reading.account, reading.read_at) == (example, now)
    assert (reading.lang, reading.reader, reading.version) == (said.lang, said.reader, said.version)
    columns = ("start", "end", "nature", "confidence", "asserted", "offered", "phase")
    assert list(Moment.objects.values_list("position", *columns)) == [
        (position, m.start, m.end, m.nature, m.confidence, list(m.incidents), list(m.offered), m.phase or "")
        for position, m in enumerate(said.moments)
    ]
    assert list(Moment.objects.values_list("likelihoods", flat=True)) == [
        {key: round(probability, 4) for key, probability in m.likelihoods.items()} for m in said.moments
    ]
    assert list(Moment.objects.values_list("distortions", flat=True)) == [
        [{"key": d.key, "probability": round(d.probability, 4), "start": d.start, "end": d.end} for d in m.distortions]
        for m in said.moments
    ]


def test_what_is_shown_is_what_the_engine_says(example: Account, candidate: Person, now: datetime.datetime) -> None:
    read_account(account=example, by=candidate, now=now)

    said = the_reader().read(example.text).moments
    shown = reading_of(example)
    assert shown is not None
    assert [(m.quote, m.nature, m.incidents, m.offered, m.phase) for m in shown.moments] == [
        (m.quote, m.nature, m.incidents, m.offered, m.phase or "") for m in said
    ]
    assert [[(s.key, s.start, s.end, s.holds) for s in m.spirals] for m in shown.moments] == [
        [(d.key, d.start, d.end, None) for d in m.distortions] for m in said
    ]
    assert shown.corrected == 0


def test_the_causes_are_weighed_in_the_same_stroke(example: Account, candidate: Person, now: datetime.datetime) -> None:
    read_account(account=example, by=candidate, now=now)

    said = weigh(from_reading(the_reader().read(example.text)))
    found = list(Hypothesis.objects.values_list("key", "support", "evidence", "weighed_at"))
    assert found == [(cause.key, cause.support, list(cause.evidence), now) for cause in said]
    weights = list(Hypothesis.objects.values_list("weight", flat=True))
    assert weights == pytest.approx([cause.weight for cause in said], abs=1e-3)


def test_reading_twice_is_one_reading(account: Account, candidate: Person, now: datetime.datetime) -> None:
    first = read_account(account=account, by=candidate, now=now)
    stored = cast.everything_stored()

    assert read_account(account=account, by=candidate, now=now + LATER) == first
    assert cast.everything_stored() == stored


def test_reading_again_keeps_the_corrections(account: Account, candidate: Person, now: datetime.datetime) -> None:
    read_account(account=account, by=candidate, now=now)
    correct_moment(account=account, position=0, aspect="nature", key="feeling", holds=True, by=candidate, now=now)

    read_account(account=account, by=candidate, now=now + LATER)

    assert Correction.objects.values_list("moment__position", "aspect", "key", "holds").get() == (
        0,
        "nature",
        "feeling",
        True,
    )


def test_the_reader_is_loaded_once() -> None:
    assert the_reader() is the_reader()


def test_reading_leaves_one_audit_row(account: Account, candidate: Person, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()

    read_account(account=account, by=candidate, now=now)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "read_account", "debrief.account", str(account.pk))
    ]


def test_it_works_and_leads_to_the_reading(client: Client, account: Account) -> None:
    response = client.post(url(account))

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/")
    assert Reading.objects.get().account == account
    assert client.get(response.headers["Location"]).status_code == 200


def test_its_address_sent_twice_is_one_reading(client: Client, account: Account) -> None:
    client.post(url(account))
    stored = cast.everything_stored()

    assert client.post(url(account)).status_code == 302
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("text", ["a", "🙃", "!!!", "\u200b", "e\u0301", "\u202e", "...\n\n...", "ж" * 700])
def test_the_least_of_texts_can_be_read_and_shown_whole(client: Client, candidate: Person, text: str) -> None:
    account = cast.kept(candidate, text)

    client.post(url(account))

    shown = seen(client.get(f"/moments/{account.pk}/")).one(class_="account card")
    assert shown.all("a", class_="moment") != []
    assert shown.text_without(*MARKS) == text


def test_a_text_in_another_language_is_read_with_a_word_of_caution(client: Client, candidate: Person) -> None:
    account = cast.kept(candidate, "Ich war sehr nervös und habe die Frage nach dem Gehalt nicht verstanden.")

    client.post(url(account))

    page = seen(client.get(f"/moments/{account.pk}/"))
    notes = [note.words for note in page.all("p", class_="note")]
    assert [note[:59] for note in notes] == [
        "Ce texte ne semble être ni en français ni en anglais. Il a ",
        "Le lecteur complet n’est pas installé sur cette machine\u00a0: l",
    ]


def test_which_accounts_are_read_is_known_of_each_person_alone(candidate: Person) -> None:
    mine = cast.read(candidate)
    cast.kept(candidate)
    cast.read(cast.another_person())

    assert read_account_ids(candidate) == {mine.pk}


def test_another_persons_account_is_not_found_and_not_read(client: Client) -> None:
    assert client.post(url(cast.kept(cast.another_person()))).status_code == 404
    assert list(Reading.objects.all()) == []


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_read(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account)).status_code == 403
    assert list(Reading.objects.all()) == []
