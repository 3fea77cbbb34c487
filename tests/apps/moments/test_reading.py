"""The account, sorted: its text with the marks, the passage that is touched, the grid."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.people.models import Person
from rebond.taxonomy.labels import DISTORTIONS, FAMILIES, INCIDENTS
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

MARKS = ("sign", "what")
"""What the page adds to the text."""
HTMX = {"hx-request": "true"}
SPIRAL = cast.Passage(
    "Je suis nul, je ne trouverai jamais de travail.",
    "interpretation",
    {"stress": 0.2},
    distortions=({"key": "labelling", "probability": 0.7, "start": 0, "end": 11},),
)


def url(account: Any, query: str = "") -> str:
    return f"/moments/{account.pk}/{query}"


def panel(client: Client, account: Any, query: str) -> Element:
    return seen(client.get(url(account, query))).one(id="moment")


def pressed(panel: Element, prefix: str) -> list[str]:
    """The buttons of one group that are pressed in."""
    buttons = [b for b in panel.all("button", aria_pressed="true") if b.attributes.get("id", "").startswith(prefix)]
    return [button.attributes["value"] for button in buttons]


def test_it_works(client: Client, candidate: Person) -> None:
    account = cast.read(candidate)

    page = seen(client.get(url(account)))

    assert page.one("h1").words == "Votre récit, trié"
    assert page.one(id="moment-title").words == "Touchez un passage"
    assert [(m.attributes["id"], m.attributes["data-nature"]) for m in page.all("a", class_="moment")] == [
        (f"m{position}", passage.nature) for position, passage in enumerate(cast.STORY)
    ]


def test_the_natures_are_told_apart_by_more_than_colour(client: Client, candidate: Person) -> None:
    page = seen(client.get(url(cast.read(candidate))))

    signs = [moment.one(class_="sign") for moment in page.all("a", class_="moment")]
    assert [sign.text for sign in signs] == ["…", "●", "●", "♥", "●"]
    assert [sign.attributes["aria-label"] for sign in signs] == ["Contexte", "Fait", "Fait", "Ressenti", "Fait"]


def test_the_text_is_shown_whole_with_what_lies_between_its_passages(client: Client, candidate: Person) -> None:
    account = cast.read(candidate, between=" …\n\n— ")

    shown = seen(client.get(url(account))).one(class_="account card")

    assert shown.text_without(*MARKS) == account.text


def test_an_account_that_is_not_read_offers_to_read_it(client: Client, candidate: Person) -> None:
    account = cast.kept(candidate)

    page = seen(client.get(url(account)))

    assert page.one("h1").words == "Pas encore lu"
    assert page.one("form", action=url(account, "read/")).one("button").words == "Lire maintenant"


def test_a_touched_passage_shows_its_labels(client: Client, candidate: Person) -> None:
    account = cast.read(candidate)

    shown = panel(client, account, "?moment=1")

    assert shown.one(id="moment-title").words == "Passage 2 sur 5"
    assert shown.one("blockquote").text == cast.SALARY.quote
    assert pressed(shown, "nature-") == ["nature:fact:yes"]
    assert pressed(shown, "incident-") == ["incident:salary:no"]
    assert pressed(shown, "agency-") == [f"agency:{INCIDENTS['salary'].depends_on}:yes"]
    assert shown.one("option", value="phase::yes").attributes == {"value": "phase::yes"}
    offered = shown.all("button", aria_pressed="false")
    assert [b.attributes["value"] for b in offered if b.attributes["id"].startswith("incident-")][:1] == [
        "incident:vagueness:yes"
    ]


def test_an_incident_beyond_the_keys_has_none(client: Client, candidate: Person) -> None:
    held = ("salary", "stress", "manner", "closing")
    shown = panel(client, cast.read(candidate, [cast.Passage("Tout à la fois.", asserted=held)]), "?moment=0")

    buttons = [shown.one(id=f"incident-{key}") for key in held]
    keys = ["6", "7", "8", None]
    assert [button.attributes.get("data-key") for button in buttons] == keys
    assert [button.attributes.get("aria-keyshortcuts") for button in buttons] == keys
    assert [[kbd.text for kbd in button.all("kbd")] for button in buttons] == [["6"], ["7"], ["8"], []]


def test_the_phase_of_the_passage_is_selected(client: Client, candidate: Person) -> None:
    shown = panel(client, cast.read(candidate), "?moment=4")

    assert [option.attributes["value"] for option in shown.all("option", selected="")] == ["phase:welcome:yes"]


def test_a_thought_that_runs_away_is_shown_with_its_words(client: Client, candidate: Person) -> None:
    shown = panel(client, cast.read(candidate, [cast.ARRIVAL, SPIRAL]), "?moment=1")

    assert [quote.words for quote in shown.all("span", class_="quote")] == ["«\u00a0Je suis nul\u00a0»"]
    assert pressed(shown, "spiral-") == []


def test_a_nature_that_is_unsure_is_said_to_be(client: Client, candidate: Person) -> None:
    doubtful = cast.Passage("Voilà.", "context", confidence=0.3)
    account = cast.read(candidate, [doubtful, cast.SALARY])

    assert panel(client, account, "?moment=0").all("legend")[0].words == "Difficile à dire\u00a0; peut-être"
    assert panel(client, account, "?moment=1").all("legend")[0].words == "Cela ressemble à"


@pytest.mark.parametrize(
    ("position", "ways"), [(0, ["?moment=1"]), (1, ["?moment=0", "?moment=2"]), (4, ["?moment=3"])]
)
def test_one_goes_from_passage_to_passage(client: Client, candidate: Person, position: int, ways: list[str]) -> None:
    shown = panel(client, cast.read(candidate), f"?moment={position}")

    assert [link.attributes["hx-get"] for link in shown.one("nav").all("a")] == ways


@pytest.mark.parametrize("number", ["5", "999999", "-1", "x", "", "1.0", "²", "9" * 5000])
def test_a_passage_that_is_not_there_is_none(client: Client, candidate: Person, number: str) -> None:
    response = client.get(url(cast.read(candidate)), {"moment": number})

    assert response.status_code == 200
    assert seen(response).one(id="moment-title").words == "Touchez un passage"


@pytest.mark.parametrize("key", ["nothing", "", "<script>", "x" * 5000])
def test_an_incident_that_does_not_exist_is_not_sought(client: Client, candidate: Person, key: str) -> None:
    response = client.get(url(cast.read(candidate)), {"incident": key})

    assert response.status_code == 200
    assert seen(response).one(id="moment-title").words == "Touchez un passage"


def test_the_grid_holds_every_incident_in_its_family(client: Client, candidate: Person) -> None:
    page = seen(client.get(url(cast.read(candidate))))

    families = page.all("div", class_="grid-family")
    assert [family.one("h3").words for family in families] == [family.name.fr for family in FAMILIES.values()]
    cells = {cell.attributes["id"] for family in families for cell in family.all("a")}
    assert cells == {f"cell-{key}" for key in INCIDENTS}


def test_the_grid_tells_found_from_likely_from_the_rest(client: Client, candidate: Person) -> None:
    page = seen(client.get(url(cast.read(candidate, [cast.SALARY, cast.SALARY, cast.BLANK]))))

    assert page.one(id="cell-salary").attributes["class"] == "cell cell-held"
    assert page.one(id="cell-salary").words.startswith("✓ ")
    assert page.one(id="cell-salary").words.endswith(" × 2")
    assert page.one(id="cell-memory_blank").attributes["class"] == "cell cell-likely"
    assert page.one(id="cell-memory_blank").words.endswith(", probable")
    assert page.one(id="cell-health").attributes["class"] == "cell"


def test_what_went_well_is_part_of_the_page(client: Client, candidate: Person) -> None:
    section = seen(client.get(url(cast.read(candidate)))).one("section", aria_labelledby="strengths-title")

    assert [quote.attributes["href"][-16:] for quote in section.all("a")] == ["?moment=4#moment"]


def test_where_nothing_went_well_it_says_how_to_mark_it(client: Client, candidate: Person) -> None:
    section = seen(client.get(url(cast.read(candidate, [cast.BLANK])))).one(
        "section", aria_labelledby="strengths-title"
    )

    assert section.all("a") == []
    assert "Quelque chose a bien marché quand même" in section.words


@pytest.mark.parametrize(
    ("lang", "reader", "notes"),
    [("fr", "e5", []), ("other", "e5", ["Ce texte ne semble"]), ("fr", "light", ["Le lecteur complet"])],
)
def test_what_the_reading_is_worth_is_said(
    client: Client, candidate: Person, lang: str, reader: str, notes: list[str]
) -> None:
    page = seen(client.get(url(cast.read(candidate, lang=lang, reader=reader))))

    assert [note.words[:18] for note in page.all("p", class_="note")] == notes


@pytest.mark.parametrize("query", ["", "?moment=1", "?incident=salary", "?moment=99"])
def test_htmx_gets_the_part_and_it_is_what_the_page_holds_in_its_place(
    client: Client, candidate: Person, query: str
) -> None:
    account = cast.read(candidate)

    page, part = client.get(url(account, query)), client.get(url(account, query), headers=HTMX)

    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == ["reading"]
    assert region(part, "reading") == region(page, "reading")
    assert "HX-Request" in part.headers["Vary"]


def test_a_touched_passage_is_announced(client: Client, candidate: Person) -> None:
    response = client.get(url(cast.read(candidate), "?moment=1"), headers=HTMX)

    assert json.loads(response.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "Passage 2 sur 5"}


def test_hostile_words_are_shown_as_text(client: Client, candidate: Person) -> None:
    hostile = cast.Passage(
        cast.HOSTILE, distortions=({"key": "labelling", "probability": 0.7, "start": 0, "end": 8},),
        likelihoods={"strength": 0.9}, asserted=("strength",),
    )  # fmt: skip
    page = seen(client.get(url(cast.read(candidate, [hostile]), "?moment=0")))

    assert page.one("blockquote").text == cast.HOSTILE
    assert page.one(id="m0").text_without(*MARKS) == cast.HOSTILE
    assert page.one("span", class_="quote").words == "«\u00a0<script>\u00a0»"
    assert page.all("b") == []
    assert [script.attributes["src"][:8] for script in page.all("script")] == ["/static/", "/static/"]


@pytest.mark.parametrize("query", ["", "?moment=0"])
def test_another_persons_account_is_not_found(client: Client, query: str) -> None:
    assert client.get(url(cast.read(cast.another_person()), query)).status_code == 404


def test_an_account_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/moments/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, candidate: Person, method: str) -> None:
    assert getattr(client, method)(url(cast.read(candidate))).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, candidate: Person) -> None:
    response = stranger.get(url(cast.read(candidate)))

    assert response.status_code == 403
    assert "bafouillé" not in response.content.decode()


@pytest.mark.parametrize("query", ["", "?moment=0", "?incident=salary"])
@pytest.mark.parametrize("passages", [1, 60])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, passages: int, query: str
) -> None:
    account = cast.read(candidate, [cast.SALARY] * passages)

    with django_assert_num_queries(5):  # who asks, the account, its reading, its moments, their corrections
        client.get(url(account, query))


def test_an_unread_account_asks_little_of_the_database(
    client: Client, candidate: Person, django_assert_num_queries: Any
) -> None:
    account = cast.kept(candidate)

    with django_assert_num_queries(3):  # who asks, the account, no reading
        client.get(url(account))


def test_any_other_incident_or_runaway_thought_can_be_added_to_the_passage(client: Client, candidate: Person) -> None:
    account = cast.read(candidate, [cast.SALARY])
    held = {key for key in INCIDENTS if key in cast.SALARY.asserted}

    options = panel(client, account, "?moment=0").one(id="more").all("option")

    wanted = ["", *(f"incident:{key}:yes" for key in INCIDENTS if key not in held)]
    wanted += [f"distortion:{key}:yes" for key in DISTORTIONS]
    assert sorted(option.attributes["value"] for option in options) == sorted(wanted)
