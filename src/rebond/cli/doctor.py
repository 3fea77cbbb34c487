"""`rebond doctor`: is everything in place, and what to do if not."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from rebond.cli.commands import SpokenCommand
from rebond.cli.screen import emit, harmless
from rebond.cli.spoken import say

if TYPE_CHECKING:
    from rebond.cli.doctor_findings import Findings, Storage, Variable
    from rebond.cli.doctor_voice import Voice

NEEDS_AN_ACT = 1
# States that are told of each network in its own words.
APART = ("not_installed", "little_memory", "to_merge")


@click.command(name="doctor", cls=SpokenCommand)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say whether Rebond can be used here; status 1 where something needs an act."""
    from rebond.cli.doctor_findings import look  # noqa: PLC0415  # slow import

    findings = look(os.environ)
    emit(_as_json(findings) if as_json else "".join(f"{line}\n" for line in _lines(findings)))
    if findings.needs:
        ctx.exit(NEEDS_AN_ACT)


def _as_json(findings: "Findings") -> str:
    values = {**asdict(findings), "needs": [_need(key, findings) for key in findings.needs]}
    return json.dumps({"usable": not findings.needs, **values}, ensure_ascii=False) + "\n"


def _lines(findings: "Findings") -> Iterator[str]:
    yield say("doctor.title", rebond=findings.rebond, python=findings.python, system=findings.system)
    yield ""
    yield say(f"doctor.reader_{findings.reader.why}")
    if findings.reader.heads is not None:
        yield say("doctor.heads", version=findings.reader.heads)
    for name, network in findings.reader.networks.items():
        state = f"{network.state}_{name}" if network.state in APART else network.state
        yield say("doctor.network", name=name, state=say(f"doctor.network_{state}"), base=network.package or "–")
    yield say("doctor.languages")
    yield from _voice_lines(findings.voice)
    own = findings.language_model
    yield say(f"doctor.model_{own.where}", name=harmless(own.name), address=harmless(own.address))
    yield from _data_lines(findings.data)
    yield ""
    yield say("doctor.environment")
    for variable in findings.environment:
        yield say("doctor.variable", name=harmless(variable.name), state=_state(variable))
    yield ""
    if not findings.needs:
        yield say("doctor.all_well")
    for key in findings.needs:
        yield say("doctor.to_do", act=_need(key, findings))


def _voice_lines(voice: "Voice") -> Iterator[str]:
    name, folder = harmless(voice.name), harmless(voice.folder or "")
    origin = say(f"models.origin_{voice.origin}") if voice.origin else ""
    yield say(f"doctor.voice_{voice.state}", name=name, origin=origin, folder=folder)
    for package, version in voice.packages.items():
        key = "doctor.voice_package" if version else "doctor.voice_no_package"
        yield say(key, name=package, version=version)


def _data_lines(data: "Storage") -> Iterator[str]:
    yield say("doctor.data_chosen" if data.chosen else "doctor.data", folder=harmless(data.folder))
    if not data.exists and data.writable:
        yield say("doctor.data_not_yet")
    if data.exists and data.writable:
        yield say("doctor.writable")
    if data.database_bytes is None:
        yield say("doctor.no_database")
    else:
        yield say("doctor.database", path=harmless(data.database), size=data.database_bytes // 1024)


def _state(variable: "Variable") -> str:
    if not variable.known:
        return say("doctor.variable_unknown")
    if not variable.set:
        return say("doctor.variable_not_set")
    return say("doctor.variable_secret") if variable.value is None else harmless(variable.value)


def _need(key: str, findings: "Findings") -> str:
    broken = [network.folder for network in findings.reader.networks.values() if network.state == "broken"]
    return say(
        f"doctor.need_{key}",
        folder=harmless(findings.data.folder),
        network=harmless(", ".join(broken)),
        voice=harmless(", ".join(findings.voice.broken)),
        model=harmless(findings.voice.name),
        models=harmless(findings.voice.folder or ""),
    )
