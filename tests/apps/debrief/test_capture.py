"""The page on which one writes while it burns."""

import uuid
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from rebond.apps.debrief.forms import LONGEST_TEXT
from rebond.apps.debrief.models import Account, Draft
from rebond.apps.people.actions import welcome
from rebond.engine.text.limits import LONGEST_ACCOUNT
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

URL = "/debrief/"
KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")
EMPTY = "Il n’y a pas encore de texte. Écrivez quelques mots, même en désordre, puis gardez-les."
TOO_LONG = "Ce texte dépasse 200\u00a0000 caractères. Gardez-le en deux parties\u00a0: rien n’en a été perdu ici."


def send(client: Client, text: str, **more: Any) -> Any:
    """What a browser sends: a form in its usual encoding, line ends of the network."""
    form = {"text": text.replace("\n", "\r\n"), "key": str(KEY)} | more
    return client.post(URL, urlencode(form), content_type="application/x-www-form-urlencoded")


def texts() -> list[str]:
    return list(Account.objects.order_by("written_at").values_list("text", flat=True))


def test_it_works(client: Client) -> None:
    response = client.get(URL)

    page = seen(response)
    assert response.status_code == 200
    assert page.one("textarea").text == "\n"  # a browser drops the first line end
    assert page.one("textarea").attributes.keys() >= {"required", "autofocus"}
    assert page.one(id="draft-status").words == "Votre brouillon est gardé à mesure que vous écrivez."


def test_each_page_has_a_key_of_its_own(client: Client) -> None:
    keys = [seen(client.get(URL)).one("input", name="key").attributes["value"] for _ in range(2)]

    assert len({uuid.UUID(key) for key in keys}) == 2


def test_sending_keeps_the_account_and_leads_to_its_page(client: Client, candidate: Any) -> None:
    response = send(client, "J'ai perdu le fil.")

    assert (response.status_code, response.headers["Location"]) == (302, f"/debrief/accounts/{KEY}/")
    assert Account.objects.values_list("pk", "owner", "text").get() == (KEY, candidate.pk, "J'ai perdu le fil.")


def test_sending_twice_keeps_one_account(client: Client) -> None:
    first, second = send(client, "J'ai perdu le fil."), send(client, "J'ai perdu le fil.")

    assert first.headers["Location"] == second.headers["Location"]
    assert texts() == ["J'ai perdu le fil."]


def test_another_text_from_an_old_tab_is_a_new_account_and_neither_is_lost(client: Client) -> None:
    send(client, "Le premier récit.")
    response = send(client, "Le second récit.")

    assert texts() == ["Le premier récit.", "Le second récit."]
    assert seen(client.get(response.headers["Location"])).one(class_="card account-plain").text == "Le second récit."


def test_another_text_from_an_old_tab_sent_twice_is_one_more_account(client: Client) -> None:
    send(client, "Le premier récit.")
    first, second = send(client, "Le second récit."), send(client, "Le second récit.")

    assert first.headers["Location"] == second.headers["Location"]
    assert texts() == ["Le premier récit.", "Le second récit."]


def test_another_persons_key_makes_a_new_account_and_leaves_theirs(client: Client, candidate: Any) -> None:
    theirs = cast.kept(cast.another_person(), "Pas à moi.")

    send(client, "Pas à moi.", key=str(theirs.pk))

    assert Account.objects.get(pk=theirs.pk).owner != candidate
    assert Account.objects.exclude(pk=theirs.pk).values_list("owner", "text").get() == (candidate.pk, "Pas à moi.")


@pytest.mark.parametrize("key", ["", "undefined", "é", "1" * 5000])
def test_a_key_that_is_none_costs_no_text(client: Client, key: str) -> None:
    response = send(client, "J'ai perdu le fil.", key=key)

    assert (response.status_code, texts()) == (302, ["J'ai perdu le fil."])


@pytest.mark.parametrize(
    "text",
    [
        "Première ligne.\n\n\nDernière ligne.\n",
        "\nUne ligne vide d'abord.",
        "  deux espaces, une\ttabulation, une fin blanche  ",
        "e\u0301mue 🙃 👩🏽‍💻 \u202eà l'envers\u202c \ufeff «\u00a0oui\u202f!\u00a0» ﬁn",
        "un retour chariot \r seul, un saut \u2028 de ligne",
        "&lt;b&gt; &amp; %0D%0A + %",
        "<script>alert(1)</script>",
    ],
)
def test_a_text_is_kept_word_for_word(client: Client, text: str) -> None:
    response = send(client, text)

    assert response.status_code == 302
    assert texts() == [text]


def test_the_longest_text_is_kept_whole(client: Client) -> None:
    text = "a" * (LONGEST_TEXT - 1) + "🙃"

    assert send(client, text).status_code == 302
    assert texts() == [text]


def test_the_longest_text_is_kept_whole_even_of_the_widest_characters(client: Client) -> None:
    text = "🙃" * LONGEST_TEXT

    assert send(client, text).status_code == 302
    assert texts() == [text]


def test_line_ends_count_as_one_character_each(client: Client) -> None:
    text = "a\n" * (LONGEST_TEXT // 2)

    assert send(client, text).status_code == 302
    assert texts() == [text]


def test_one_character_more_is_refused_with_a_sentence_and_given_back(client: Client) -> None:
    text = "b" + "a" * LONGEST_TEXT

    response = send(client, text)

    page = seen(response)
    assert (response.status_code, texts()) == (422, [])
    assert page.one(role="alert").words == TOO_LONG
    assert page.one("textarea").text == f"\n{text}"
    assert page.one("input", name="key").attributes["value"] == str(KEY)
    assert "data-refused" in page.one("form", data_draft_address="/debrief/draft/").attributes


def test_the_three_who_know_the_longest_text_agree() -> None:
    assert LONGEST_TEXT == LONGEST_ACCOUNT


@pytest.mark.parametrize("text", ["", " ", "\n \t\n", "\u00a0"])
def test_nothing_to_keep_is_refused_with_a_sentence(client: Client, text: str) -> None:
    response = send(client, text)

    assert (response.status_code, texts()) == (422, [])
    assert seen(response).one(role="alert").words == EMPTY


def test_a_form_without_a_text_is_refused_with_the_same_sentence(client: Client) -> None:
    response = client.post(URL, {})

    assert response.status_code == 422
    assert seen(response).one(role="alert").words == EMPTY


def test_a_null_character_is_refused_with_a_sentence_and_the_text_given_back(client: Client) -> None:
    response = send(client, "avant\0après")

    assert (response.status_code, texts()) == (422, [])
    assert "nul" in seen(response).one(role="alert").words
    assert "après" in response.content.decode()


def test_a_refused_text_leaves_the_draft_where_it_was(client: Client, candidate: Any) -> None:
    client.post("/debrief/draft/", {"key": str(KEY), "text": "Un début"})

    send(client, " ")

    assert list(Draft.objects.values_list("id", "text")) == [(KEY, "Un début")]


def test_a_hostile_text_is_given_back_as_text(client: Client) -> None:
    response = send(client, cast.HOSTILE + "a" * LONGEST_TEXT)

    page = seen(response)
    assert page.one("textarea").text == f"\n{cast.HOSTILE}{'a' * LONGEST_TEXT}"
    assert page.all("b") == []
    assert [script.attributes.get("src", "")[:8] for script in page.all("script")] == ["/static/", "/static/"]


def test_the_first_visit_says_where_the_data_lie(client: Client) -> None:
    section = seen(client.get(URL)).one("section", aria_labelledby="welcome-title")

    assert len(section.all("li")) == 3
    assert "Rien n’en sort" in section.words


def test_a_later_visit_does_not_explain_again(client: Client, candidate: Any) -> None:
    welcome(by=candidate, now=cast.NOON)

    assert seen(client.get(URL)).all(id="welcome-title") == []


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_without_the_launch_cookie_nothing_is_kept(stranger: Client, candidate: Any) -> None:
    assert send(stranger, "J'ai perdu le fil.").status_code == 403
    assert texts() == []


@pytest.mark.parametrize("accounts", [1, 3])
def test_its_queries_do_not_grow(client: Client, candidate: Any, django_assert_num_queries: Any, accounts: int) -> None:
    for _ in range(accounts):
        cast.read(candidate)

    with django_assert_num_queries(3):  # who asks, their draft, whether something spoken waits
        client.get(URL)
