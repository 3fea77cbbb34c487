"""The browser of the person at the keyboard, where there is one."""

import os
import sys
import threading
import webbrowser

NO_BROWSER_VARIABLE = "REBOND_NO_BROWSER"


def can_open() -> bool:
    """Whether a browser with a window can be opened here.

    A browser of the terminal (w3m, lynx) does not count: it would take the terminal in which Rebond runs.
    """
    if os.environ.get(NO_BROWSER_VARIABLE, ""):
        return False
    has_screen = sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if not has_screen and not os.environ.get("BROWSER", ""):
        return False
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return type(found) is not webbrowser.GenericBrowser or bool(os.environ.get("BROWSER", ""))


def open_tab(address: str) -> None:
    """Open the address in a new tab, without waiting for it."""
    threading.Thread(target=webbrowser.open_new_tab, args=(address,), daemon=True).start()
