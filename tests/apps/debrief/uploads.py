"""Files as other programs write them, and how a browser sends one."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

URL = "/debrief/applications/import/"

TABLE = (
    "Société;Intitulé du poste;Date de candidature;Statut;Lien;Remarques\r\n"
    "Générale d’Énergie;Développeuse;12/03/2026;Refusé;https://exemple.fr/1;« déjà vus »\r\n"
    "Élan;Comptable;13/03/2026;En cours;;\r\n"
    ";Sans société;;;;\r\n"
)
"""As a spreadsheet of France saves it: semicolons, and in cp1252."""

LINKEDIN = (
    "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,"
    "Question And Answers\r\n"
    '"3/12/26, 10:15 AM",moi@exemple.fr,+33 6 00 00 00 00,Acme,"Dev, Python",https://www.linkedin.com/jobs/1,cv.pdf,'
    '"Years of experience? | 5"\r\n'
)
"""The table of job applications of the network's export."""


def event(
    uid: str = "1@acme", starts: str = "20260320T090000Z", *, summary: str = "Entretien Acme", more: str = ""
) -> str:
    """One event, an hour long unless `more` says otherwise."""
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260310T080000Z\r\nDTSTART:{starts}\r\nDURATION:PT1H\r\nSUMMARY:{summary}\r\n"
        f"ORGANIZER;CN=Marie Petit:mailto:marie@acme.example\r\n{more}END:VEVENT\r\n"
    )


def calendar(*events: str, method: str = "REQUEST") -> bytes:
    """An invitation as a mail carries it."""
    return (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def archive(entries: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these entries."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def send(client: Client, content: bytes, name: str = "suivi.csv") -> Any:
    """Choose a file and send it."""
    return client.post(URL, {"file": SimpleUploadedFile(name, content)})


def held(client: Client, content: bytes, name: str = "suivi.csv") -> str:
    """Send a file that can be read; the address of what it would add."""
    response = send(client, content, name)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def add(client: Client, address: str, form: Mapping[str, str] | None = None) -> Any:
    """Say yes on the page at this address, as it stands unless `form` changes something."""
    from tests.apps.screen import seen

    page = seen(client.get(address)).one("form", action=f"{address}add/")
    filled = {field.attributes["name"]: field.attributes.get("value", "") for field in page.all("input")}
    filled = {name: value for name, value in filled.items() if not name.startswith(("follows", "csrf"))}
    filled |= {
        box.attributes["name"]: "on" for box in page.all("input", type="checkbox") if "checked" in box.attributes
    }
    for select in page.all("select"):
        chosen = [option for option in select.all("option") if "selected" in option.attributes]
        filled[select.attributes["name"]] = chosen[0].attributes["value"]
    return client.post(f"{address}add/", filled | dict(form or {}))
