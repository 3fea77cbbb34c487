"""One launch, from an empty folder to the last request."""

import os
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

import django
from waitress.server import create_server

from rebond.engine.moments.read import READERS
from rebond.engine.moments.whole import NETWORKS_OF, fullest, make_ready, why_missing
from rebond.engine.text.network.merge import Progress
from rebond.taxonomy.words import Words
from rebond.web import data_folder
from rebond.web.security.door import Door, behind
from rebond.web.serving import browser, listening
from rebond.web.serving.refusal import in_both

SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE"
LOCAL_SETTINGS = "rebond.web.settings.local"

THREADS = 4
LARGEST_BODY_BYTES = 8 * 2**20
"""Over the largest form (see the settings): up to here our own page says what is too long, beyond it the server."""

NOTHING_ON_DISK_BYTES = 2 * LARGEST_BODY_BYTES
"""Bodies and answers stay in memory: the server would put larger ones in temporary files, and they hold accounts."""

OPENED = Words(
    "Rebond s’ouvre dans votre navigateur\u00a0; sinon, copiez-y cette adresse\u00a0: {address} (Ctrl-C pour fermer)",
    "Rebond opens in your browser; if it does not, copy this address there: {address} (Ctrl-C to close)",
)
TO_OPEN = Words(
    "Rebond est prêt. Ouvrez cette adresse dans votre navigateur\u00a0: {address} (Ctrl-C pour fermer)",
    "Rebond is ready. Open this address in your browser: {address} (Ctrl-C to close)",
)


def serve(
    *,
    port: int | None,
    with_browser: bool,
    language: str,
    say: Callable[[str], None],
    preparing: Progress | None = None,
) -> None:
    """Open Rebond and serve it until it is interrupted (Ctrl-C, or SIGTERM).

    `say` is given the one line to print, with the address that opens; `preparing` is told how far the reader is made
    ready, which happens once on a machine. Raises CannotServeError where the data folder, the database or the port
    cannot be had.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # SIGHUP is unknown to Windows
            signal.signal(getattr(signal, name), _leave)
    check_encoder()
    _prepare_folder()
    chosen = os.environ.get("REBOND_ENCODER", "")
    for whole in NETWORKS_OF[chosen if chosen in NETWORKS_OF else fullest(data_folder.cache())]:
        make_ready(whole, data_folder.cache(), preparing)
    with listening.listen(port) as listener:
        os.environ[SETTINGS_VARIABLE] = LOCAL_SETTINGS  # whatever another project of this person has put there
        django.setup()
        _serve_on(listener, with_browser=with_browser, language=language, say=say)


def _serve_on(listener: socket.socket, *, with_browser: bool, language: str, say: Callable[[str], None]) -> None:
    # slow import: these need Django to be set up
    from rebond.apps.base.clock import now  # noqa: PLC0415
    from rebond.web.serving import database  # noqa: PLC0415
    from rebond.web.serving.hearing import Hearing  # noqa: PLC0415
    from rebond.web.serving.meanings import Meanings  # noqa: PLC0415
    from rebond.web.serving.rereading import Rereading  # noqa: PLC0415
    from rebond.web.wsgi import application  # noqa: PLC0415

    database.bring_up_to_date(now=now())
    door = Door(port=listener.getsockname()[1])
    server = create_server(
        behind(door, application),
        sockets=[listener],
        threads=THREADS,
        ident="",
        max_request_body_size=LARGEST_BODY_BYTES,
        inbuf_overflow=NOTHING_ON_DISK_BYTES,
        outbuf_overflow=NOTHING_ON_DISK_BYTES,
    )
    opens = with_browser and browser.can_open()
    say((OPENED if opens else TO_OPEN).spoken(language).format(address=door.address))
    if opens:
        browser.open_tab(door.one_time_address())
    beside = (Rereading(), Meanings(), Hearing())
    for work in beside:
        work.begin()
    try:
        server.run()  # returns on an interruption, once the requests under way are answered
    finally:
        for work in beside:
            work.end()
        database.fold_and_close()


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def check_encoder() -> None:
    """Raises CannotServeError where REBOND_ENCODER asks for a reader that does not exist, or is not installed."""
    chosen = os.environ.get("REBOND_ENCODER", "")
    if chosen not in ("", *READERS):
        raise in_both(
            "REBOND_ENCODER vaut «\u00a0{chosen}\u00a0», qui n’est aucun lecteur. Mettez auto, gemma, e5 ou light, ou"
            " rien.",
            "REBOND_ENCODER is “{chosen}”, which is no reader. Set it to auto, gemma, e5 or light, or not at all.",
            chosen=chosen,
        )
    if any(why_missing(whole, data_folder.cache()) for whole in NETWORKS_OF.get(chosen, ())):
        raise in_both(
            "REBOND_ENCODER demande le lecteur {chosen}, qui ne peut pas répondre ici (rebond doctor dit pourquoi)."
            " Installez ce qui lui manque, ou mettez auto.",
            "REBOND_ENCODER asks for the reader {chosen}, which cannot answer here (rebond doctor says why). Install"
            " what it lacks, or set it to auto.",
            chosen=chosen,
        )


def _prepare_folder() -> None:
    try:
        data_folder.prepare()
        data_folder.secret_key()
    except OSError as error:
        raise in_both(
            "Rebond ne peut pas écrire dans le dossier de vos données ({why})\u00a0: {path}. Rendez-le accessible, ou"
            " choisissez-en un autre avec la variable REBOND_DATA.",
            "Rebond cannot write in the folder of your data ({why}): {path}. Make it accessible, or choose another one"
            " with the variable REBOND_DATA.",
            why=error.strerror,
            path=data_folder.folder(),
        ) from error
