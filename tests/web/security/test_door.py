from django.test import RequestFactory

from rebond.web.security.door import ENVIRON_KEY, Door, behind, door_of


def test_each_launch_draws_its_own_secrets() -> None:
    first, second = Door(port=8736), Door(port=8736)

    assert len({first.token, first.cookie, second.token, second.cookie}) == 4


def test_the_token_opens_as_often_as_it_is_used() -> None:
    door = Door(port=8736)

    assert [door.opens(door.token), door.opens(door.token)] == [True, True]


def test_the_address_holds_the_token() -> None:
    door = Door(port=8736, token="t")

    assert door.address == "http://127.0.0.1:8736/open?token=t"


def test_a_one_time_address_opens_once() -> None:
    door = Door(port=8736)
    ticket = door.one_time_address().partition("token=")[2]

    assert [door.opens(ticket), door.opens(ticket)] == [True, False]
    assert ticket != door.token


def test_nothing_else_opens() -> None:
    door = Door(port=8736)

    assert [door.opens(given) for given in ("", "é", door.cookie, door.token[:-1], door.token + "x")] == [False] * 5


def test_only_the_cookie_of_this_launch_is_known() -> None:
    door = Door(port=8736)

    assert [door.knows(given) for given in (door.cookie, "", "é", door.token, Door(port=8736).cookie)] == [
        True,
        *[False] * 4,
    ]


def test_the_hosts_are_the_names_of_this_machine_with_the_port() -> None:
    assert Door(port=8737).hosts == {"127.0.0.1:8737", "localhost:8737", "[::1]:8737"}


def test_secrets_are_not_shown_when_a_door_is_printed() -> None:
    door = Door(port=8736)

    assert door.token not in repr(door)
    assert door.cookie not in repr(door)


def test_a_request_knows_the_door_it_came_through() -> None:
    seen: dict[str, object] = {}
    door = Door(port=8736)

    behind(door, lambda environ, start_response: seen.update(environ) or [])({}, lambda *_: None)

    assert seen == {ENVIRON_KEY: door}
    assert door_of(RequestFactory(**seen).get("/")) is door


def test_no_header_can_bring_a_door() -> None:
    request = RequestFactory().get("/", headers={"rebond.door": "x", "rebond-door": "x"})

    assert door_of(request) is None
