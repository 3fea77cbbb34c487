"""The text of a recording is corrected, then becomes an account; the sound goes or stays."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account, Listening, Passage, Piece, Recording
from tests.apps.debrief.spoken import KEY, address, heard, recorded
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

FIRST, SECOND, LATER = (0.0, 2.0, "Ils ont demandé"), (2.1, 4.0, "mes ?prétentions."), (9.0, 11.0, "J'ai rougi.")


@pytest.fixture
def recording(candidate: Any, now: datetime.datetime) -> Recording:
    return heard(candidate, now, FIRST, SECOND, LATER)


def passage_names(recording: Recording) -> list[str]:
    return [f"passage-{passage.pk}" for passage in recording.passages.all()]


def keep(client: Client, **fields: str) -> Any:
    return client.post(address("keep/"), fields)


def test_each_passage_is_in_a_field_of_its_own(client: Client, recording: Recording) -> None:
    fields = seen(client.get(address())).all("textarea")

    assert [
        (field.attributes["name"], field.text.strip()) for field in fields if field.attributes["name"] != "typed"
    ] == [
        (name, text)
        for name, (_start, _end, text) in zip(passage_names(recording), (FIRST, SECOND, LATER), strict=True)
    ]


def test_a_word_that_is_not_sure_is_shown(client: Client, recording: Recording) -> None:
    assert [
        button.words for button in seen(client.get(address())).all("button") if button.words.startswith("peu sûr")
    ] == ["peu sûr\u00a0: «\u00a0prétentions\u00a0»"]


def test_a_correction_lies_beside_what_was_heard(client: Client, recording: Recording) -> None:
    name = passage_names(recording)[1]

    assert client.post(address("passages/"), {name: "mes conditions."}).status_code == 204

    passage = recording.passages.all()[1]
    assert (passage.text, passage.corrected) == (SECOND[2], "mes conditions.")
    assert "mes conditions." in seen(client.get(address())).words


def test_what_is_unchanged_is_no_correction(client: Client, recording: Recording) -> None:
    client.post(address("passages/"), dict(zip(passage_names(recording), [FIRST[2], SECOND[2], LATER[2]], strict=True)))

    assert not Passage.objects.exclude(corrected=None).exists()


def test_a_passage_of_another_recording_is_left_alone(
    client: Client, candidate: Any, now: datetime.datetime, recording: Recording
) -> None:
    import uuid

    other = heard(candidate, now, FIRST, key=uuid.uuid4())

    client.post(address("passages/"), {f"passage-{other.passages.get().pk}": "x"})

    assert other.passages.get().corrected is None


def test_the_text_becomes_an_account_with_its_pauses(client: Client, recording: Recording) -> None:
    response = keep(client, **{passage_names(recording)[1]: "mes conditions."})

    account = Account.objects.get()
    assert response.headers["Location"] == f"/debrief/accounts/{KEY}/"
    assert (account.pk, account.text) == (KEY, "Ils ont demandé mes conditions.\nJ'ai rougi.")


def test_the_sound_is_erased_unless_it_is_kept(client: Client, recording: Recording) -> None:
    Listening.objects.create(recording=recording, media_type="audio/mpeg", content=b"mp3")

    keep(client)

    assert not Piece.objects.exists()
    assert not Listening.objects.exists()
    assert client.get(address("sound/")).status_code == 404
    assert not seen(client.get(f"/debrief/accounts/{KEY}/")).all("audio")


def test_the_sound_stays_where_the_candidate_says_so(client: Client, recording: Recording) -> None:
    Listening.objects.create(recording=recording, media_type="audio/mpeg", content=b"mp3")

    keep(client, keep_sound="on")

    assert client.get(address("sound/")).content == b"mp3"
    assert seen(client.get(f"/debrief/accounts/{KEY}/")).one("audio").attributes["src"] == address("sound/")
    assert not Piece.objects.exists()  # one file of it is enough


def test_where_nothing_could_be_made_to_listen_to_the_sound_stays_as_it_came(
    client: Client, recording: Recording
) -> None:
    keep(client, keep_sound="on")

    response = client.get(address("sound/"))
    assert (response.content, response.headers["Content-Type"]) == (b"sound", "audio/webm")


def test_a_kept_sound_can_be_erased_later(client: Client, recording: Recording) -> None:
    keep(client, keep_sound="on")

    client.post(f"/debrief/accounts/{KEY}/sound-erased/")

    assert client.get(address("sound/")).status_code == 404
    assert Account.objects.exists()


def test_the_sound_goes_with_its_account(client: Client, recording: Recording) -> None:
    keep(client, keep_sound="on")

    client.post(f"/debrief/accounts/{KEY}/removed/")

    assert not Recording.objects.exists()
    assert not Piece.objects.exists()


def test_keeping_twice_keeps_once(client: Client, recording: Recording) -> None:
    pages = [client.post(address("keep/"), follow=True).redirect_chain[-1][0] for _ in range(2)]

    assert pages == [f"/debrief/accounts/{KEY}/"] * 2
    assert Account.objects.count() == 1


def test_a_text_that_was_emptied_is_not_kept(client: Client, recording: Recording) -> None:
    response = keep(client, **dict.fromkeys(passage_names(recording), " "))

    assert response.status_code == 422
    assert "pas encore de texte" in response.content.decode()
    assert Recording.objects.get().state == "done"
    assert Piece.objects.exists()


def test_where_no_model_hears_the_text_is_typed(client: Client, candidate: Any, now: datetime.datetime) -> None:
    Recording.objects.filter(pk=recorded(candidate, now).pk).update(state="no_model")
    assert "rebond models get small" in seen(client.get(address())).words

    keep(client, typed="Je l'ai tapé.")

    assert Account.objects.get().text == "Je l'ai tapé."


def test_what_is_typed_is_kept_as_it_goes(client: Client, candidate: Any, now: datetime.datetime) -> None:
    Recording.objects.filter(pk=recorded(candidate, now).pk).update(state="no_model")

    client.post(address("passages/"), {"typed": "Je tape\r\nencore"})

    assert Recording.objects.get().typed == "Je tape\nencore"
    assert "encore" in seen(client.get(address())).one("textarea", name="typed").text


def test_a_recording_that_still_waits_is_not_kept(client: Client, candidate: Any, now: datetime.datetime) -> None:
    recorded(candidate, now)

    assert keep(client, typed="Trop tôt").headers["Location"] == address()
    assert not Account.objects.exists()


def test_a_recording_is_removed_with_its_sound(client: Client, recording: Recording) -> None:
    client.post(address("remove/"))

    assert not Recording.objects.exists()
    assert not Piece.objects.exists()


def test_the_page_of_a_kept_recording_is_its_account(client: Client, recording: Recording) -> None:
    keep(client)

    assert client.get(address()).headers["Location"] == f"/debrief/accounts/{KEY}/"


def test_words_of_the_candidate_are_never_markup(client: Client, candidate: Any, now: datetime.datetime) -> None:
    heard(candidate, now, (0.0, 1.0, "</textarea><b>gras</b>"))

    assert not seen(client.get(address())).all("b")


def test_the_page_costs_the_same_whatever_the_length(
    client: Client, recording: Recording, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):  # the person, the recording, its passages
        client.get(address())
