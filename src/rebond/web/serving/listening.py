"""A port on this machine alone."""

import errno
import socket
import sys

from rebond.web.serving.refusal import in_both

LOOPBACK = "127.0.0.1"

PREFERRED_PORT = 8736
"""Always the same where it is free: the browser keeps drafts by origin, and the port is part of it. Our choice: no
service is registered there."""

BACKLOG = 128


def listen(port: int | None) -> socket.socket:
    """A socket that listens on 127.0.0.1: on `port`, or, where it is None, on the preferred one or else a free one.

    Raises CannotServeError where `port` was asked for and cannot be had.
    """
    if port is not None:
        try:
            return _bound(port)
        except OSError as error:
            raise _refusal(port, error) from error
    try:
        return _bound(PREFERRED_PORT)
    except OSError:
        return _bound(0)


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there, the option below would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a port left a moment ago may be taken again at once
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _refusal(port: int, error: OSError) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return in_both(
            "Le port {port} est déjà pris par un autre programme. Choisissez-en un autre avec --port, ou n’en donnez"
            " aucun\u00a0: Rebond en trouvera un libre.",
            "Port {port} is already taken by another program. Choose another one with --port, or give none: Rebond will"
            " find a free one.",
            port=port,
        )
    return in_both(
        "Le port {port} ne peut pas être ouvert ({why}). Choisissez-en un au-dessus de 1023 avec --port, ou n’en donnez"
        " aucun\u00a0: Rebond en trouvera un libre.",
        "Port {port} cannot be opened ({why}). Choose one above 1023 with --port, or give none: Rebond will find a free"
        " one.",
        port=port,
        why=error.strerror,
    )
