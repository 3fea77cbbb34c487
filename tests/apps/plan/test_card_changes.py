"""What the candidate makes of the card: adding, keeping, changing, leaving out, moving, ticking."""

import json
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Interview, Readied
from rebond.apps.people.models import Person
from rebond.apps.plan.card_actions import NoSuchLineError, card_of, change_line, keep_line, remove_line
from rebond.apps.plan.models import CardLeftOut, CardLine, Priority
from rebond.taxonomy.preparation import PREPARATION
from rebond.taxonomy.remedies import REMEDIES
from tests.apps import cast
from tests.apps.plan import coming
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true", "accept-language": "en"}
ENGLISH = {"accept-language": "en"}
VERBS = ("add", "keep", "change", "leave-out", "put-back", "remove", "up", "down", "ready")
ITEM = next(iter(PREPARATION))


def url(interview: Interview, verb: str) -> str:
    return f"/plan/cards/{interview.pk}/{verb}/"


def send(client: Client, interview: Interview, verb: str, **fields: str) -> Any:
    return client.post(url(interview, verb), fields, headers=ENGLISH)


def words(interview: Interview, section: str = "lesson") -> list[str]:
    """The lines of a section of the card as it stands."""
    return [line.words for part in card_of(interview).sections if part.key == section for line in part.lines]


def source(interview: Interview, start: str) -> str:
    """Where the line comes from that begins so."""
    shown = (line for part in card_of(interview).sections for line in part.lines + part.rest)
    return next(line.source for line in shown if line.words.startswith(start))


@pytest.fixture
def interview(candidate: Person) -> Interview:
    return coming.rich(candidate)


@pytest.fixture
def other(candidate: Person, interview: Interview) -> Interview:
    """Another interview to come, elsewhere."""
    return coming.interview(candidate, of=coming.opportunity(candidate, "Atelier Ségur"))


@pytest.fixture
def three(client: Client, interview: Interview) -> Interview:
    """The interview with three stories on its card."""
    for line in ("One.", "Two.", "Three."):
        send(client, interview, "add", section="story", words=line)
    return interview


def test_a_line_is_added_to_this_card_alone(client: Client, interview: Interview, other: Interview) -> None:
    response = send(client, interview, "add", section="story", words="Two days, not five.")

    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/cards/{interview.pk}/")
    assert (words(interview, "story"), words(other, "story")) == (["Two days, not five."], [])


def test_a_line_is_added_to_every_card(client: Client, interview: Interview, other: Interview) -> None:
    send(client, interview, "add", section="story", words="Two days, not five.", everywhere="on")

    assert words(interview, "story") == words(other, "story") == ["Two days, not five."]


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, interview: Interview) -> None:
    part = client.post(url(interview, "add"), {"section": "story", "words": "Two days."}, headers=HTMX)

    page = client.get(f"/plan/cards/{interview.pk}/", headers=ENGLISH)
    assert region(part, "card") == region(page, "card")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "Noted."}


def test_what_is_kept_stands_first_and_once(client: Client, interview: Interview) -> None:
    send(client, interview, "keep", source=source(interview, "Elle a souri"))

    assert words(interview)[0] == "Elle a souri à mon exemple."
    assert words(interview).count("Elle a souri à mon exemple.") == 1


def test_what_is_kept_outlives_what_it_comes_from(client: Client, interview: Interview) -> None:
    remedy = REMEDIES["prepare_pay"]
    send(client, interview, "keep", source=f"priority:{Priority.objects.get(state='kept').pk}")
    Priority.objects.all().delete()

    assert words(interview)[0] == f"{remedy.name.en} – It is done when: {remedy.done_when.en}"


def test_keeping_twice_keeps_once(candidate: Person, interview: Interview) -> None:
    found = source(interview, "Elle a posé")
    keep = {"interview": interview, "by": candidate, "now": cast.NOON}

    first = keep_line(source=found, **keep)

    assert keep_line(source=f"line:{first.pk}", **keep) == first
    assert CardLine.objects.count() == 1


def test_a_line_is_changed_into_own_words(client: Client, interview: Interview, other: Interview) -> None:
    send(client, interview, "change", source=source(interview, "Elle a posé"), words="Ask back.")

    assert words(interview)[0] == "Ask back."
    assert coming.FAIRER not in words(interview)
    assert coming.FAIRER in words(other)


def test_own_words_for_every_card_take_the_place_of_the_proposal_on_every_card(
    client: Client, interview: Interview, other: Interview
) -> None:
    send(client, interview, "change", source=source(interview, "Elle a posé"), words="Ask back.", everywhere="on")

    assert words(other)[0] == "Ask back."
    assert coming.FAIRER not in words(other)


def test_an_own_line_is_changed_in_its_place(client: Client, three: Interview) -> None:
    send(client, three, "change", source=source(three, "Two."), words="Deux.")

    assert words(three, "story") == ["One.", "Deux.", "Three."]


def test_what_is_left_out_can_be_put_back(client: Client, interview: Interview, other: Interview) -> None:
    found = source(interview, "Elle a posé")

    send(client, interview, "leave-out", source=found)
    without = words(interview)
    page = seen(client.get(f"/plan/cards/{interview.pk}/", headers=ENGLISH))
    send(client, interview, "put-back", source=found)

    assert coming.FAIRER not in without
    assert page.one("form", action=url(interview, "put-back")).words == f"Put this line back, {coming.FAIRER}"
    assert coming.FAIRER in words(interview)
    assert coming.FAIRER in words(other)


def test_a_line_of_every_card_is_left_out_of_one(client: Client, interview: Interview, other: Interview) -> None:
    send(client, interview, "add", section="story", words="Two days.", everywhere="on")

    send(client, interview, "leave-out", source=source(interview, "Two days."))

    assert (words(interview, "story"), words(other, "story")) == ([], ["Two days."])


def test_a_line_that_is_deleted_gives_its_place_back_to_the_proposal(client: Client, interview: Interview) -> None:
    send(client, interview, "change", source=source(interview, "Elle a posé"), words="Ask back.")

    send(client, interview, "remove", source=source(interview, "Ask back."))

    assert words(interview)[0] == coming.FAIRER
    assert (CardLine.objects.count(), CardLeftOut.objects.count()) == (0, 0)


def test_a_line_that_was_left_out_is_deleted_for_good(client: Client, three: Interview) -> None:
    found = source(three, "Two.")
    send(client, three, "leave-out", source=found)

    send(client, three, "remove", source=found)

    assert (words(three, "story"), CardLeftOut.objects.count()) == (["One.", "Three."], 0)


def test_a_proposal_cannot_be_deleted(client: Client, interview: Interview) -> None:
    assert send(client, interview, "remove", source=source(interview, "Elle a posé")).status_code == 404
    assert coming.FAIRER in words(interview)


@pytest.mark.parametrize(
    ("verb", "line", "order"),
    [
        ("up", "Three.", ["One.", "Three.", "Two."]),
        ("up", "One.", ["One.", "Two.", "Three."]),
        ("down", "One.", ["Two.", "One.", "Three."]),
        ("down", "Three.", ["One.", "Two.", "Three."]),
    ],
)
def test_a_line_is_moved_one_place(client: Client, three: Interview, verb: str, line: str, order: list[str]) -> None:
    send(client, three, verb, source=source(three, line))

    assert words(three, "story") == order


def test_a_proposal_that_is_moved_up_is_kept(client: Client, interview: Interview) -> None:
    before = words(interview)

    send(client, interview, "up", source=source(interview, "Elle a souri"))

    assert words(interview) == [before[2], before[0], before[1]]
    assert CardLine.objects.get().words == before[2]


def test_the_first_proposal_goes_over_the_last_line_that_one_holds(client: Client, interview: Interview) -> None:
    send(client, interview, "add", section="lesson", words="Mine.")

    send(client, interview, "up", source=source(interview, "Elle a posé"))

    assert words(interview)[:2] == [coming.FAIRER, "Mine."]


def test_a_proposal_does_not_move_down(client: Client, interview: Interview) -> None:
    assert send(client, interview, "down", source=source(interview, "Elle a posé")).status_code == 404


def test_what_is_ready_is_ticked_and_unticked(client: Client, interview: Interview, other: Interview) -> None:
    send(client, interview, "ready", key=ITEM, ready="on")
    ticked = list(Readied.objects.values_list("interview", "key"))
    send(client, interview, "ready", key=ITEM, ready="on")
    send(client, interview, "ready", key=ITEM)

    assert ticked == [(interview.pk, ITEM)]
    assert Readied.objects.count() == 0


@pytest.mark.parametrize(
    ("verb", "fields", "problem"),
    [
        ("add", {"section": "story", "words": " "}, "Write the line first, in a few words."),
        ("add", {"section": "story", "words": "a" * 401}, "Shorten this line: 400 characters at most."),
        ("add", {"section": "weather", "words": "a"}, "This choice does not exist. Reload the page and try again."),
        ("keep", {}, "This choice does not exist. Reload the page and try again."),
        ("change", {"source": "line:1", "words": ""}, "Write the line first, in a few words."),
        ("ready", {"key": "wings"}, "This choice does not exist. Reload the page and try again."),
        ("keep", {"source": "a\0"}, "This choice does not exist. Reload the page and try again."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_changes(
    client: Client, interview: Interview, verb: str, fields: dict[str, str], problem: str
) -> None:
    stored = cast.everything_stored()

    response = send(client, interview, verb, **fields)

    assert (response.status_code, seen(response).one(role="alert").words) == (422, problem)
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("verb", ["keep", "leave-out", "remove", "up", "down"])
@pytest.mark.parametrize("line", ["line:0", "thought:999999", "line:x", "nonsense"])
def test_a_line_that_is_not_there_is_not_found(client: Client, interview: Interview, verb: str, line: str) -> None:
    stored = cast.everything_stored()

    assert send(client, interview, verb, source=line).status_code == 404
    assert cast.everything_stored() == stored


def test_another_persons_line_is_not_found(candidate: Person, interview: Interview) -> None:
    theirs = CardLine.objects.create(
        owner=cast.another_person(), section="story", position=0, words="Theirs.", at=cast.NOON
    )
    said = {"interview": interview, "source": f"line:{theirs.pk}", "by": candidate, "now": cast.NOON}

    with pytest.raises(NoSuchLineError):
        change_line(words="Mine.", everywhere=True, **said)
    with pytest.raises(NoSuchLineError):
        remove_line(**said)


@pytest.mark.parametrize("verb", VERBS)
def test_another_persons_card_is_not_found(client: Client, verb: str) -> None:
    theirs = coming.interview(cast.another_person())
    stored = cast.everything_stored()

    fields = {"source": "line:1", "words": "a", "section": "story", "key": ITEM}
    assert send(client, theirs, verb, **fields).status_code == 404
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("verb", VERBS)
def test_looking_is_not_changing(client: Client, interview: Interview, verb: str) -> None:
    assert client.get(url(interview, verb)).status_code == 405


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_launch_cookie_nothing_changes(stranger: Client, interview: Interview, verb: str) -> None:
    stored = cast.everything_stored()

    assert stranger.post(url(interview, verb), {"source": "line:1", "key": ITEM}).status_code == 403
    assert cast.everything_stored() == stored


def test_each_change_leaves_a_trace_without_its_words(client: Client, three: Interview) -> None:
    found = source(three, "Two.")
    for verb in ("leave-out", "put-back", "up", "down", "keep"):
        send(client, three, verb, source=found)
    send(client, three, "change", source=found, words="Deux.")
    send(client, three, "ready", key=ITEM, ready="on")
    send(client, three, "ready", key=ITEM)
    send(client, three, "remove", source=found)

    verbs = list(AuditEntry.objects.filter(target_type__in=["plan.cardline", "debrief.interview"]).values_list("verb"))
    assert [verb for (verb,) in verbs] == [
        *["add_card_line"] * 3,
        "leave_out_of_card",
        "put_back_on_card",
        "move_card_line_up",
        "move_card_line_down",
        "keep_card_line",
        "change_card_line",
        "note_ready",
        "note_not_ready",
        "remove_card_line",
    ]
