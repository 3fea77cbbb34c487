import json

from rebond.cli.main import rebond
from rebond.engine.causes.weigh import from_reading, weigh
from rebond.taxonomy.examples import EXAMPLES
from tests.cli.test_read import moments_of
from tests.readers import LIGHT

TEXTS = ("J'ai eu un trou de mémoire.", EXAMPLES["en"], "J'étais en retard. Elle m'a souri 😬.", EXAMPLES["fr"])


def read_lines(runner, *lines: str):
    return runner.invoke(
        rebond, ["read", "--jsonl", "--encoder", "light", "-"], input="".join(f"{line}\n" for line in lines).encode()
    )


def test_each_line_is_read_in_order_under_its_id(runner):
    ids = ["a", 2, None, {"deep": [1.5]}]
    readings = [LIGHT.read(text) for text in TEXTS]

    result = read_lines(runner, *(json.dumps({"id": id_, "text": t}) for id_, t in zip(ids, TEXTS, strict=True)))

    assert (result.exit_code, result.stderr) == (0, "")
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {
            "id": id_,
            "lang": reading.lang,
            "moments": moments_of(reading),
            "causes": [cause.key for cause in weigh(from_reading(reading))],
        }
        for id_, reading in zip(ids, readings, strict=True)
    ]


def test_nothing_to_read_prints_nothing(runner):
    result = read_lines(runner, "", "  ")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_bad_line_ends_the_run_after_the_lines_before_it(runner):
    good = json.dumps({"id": 1, "text": TEXTS[0]})

    result = read_lines(runner, good, good, "", "oups", good)

    assert result.exit_code == 2
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 1]
    assert result.stderr == (
        "rebond: la ligne 4 de l’entrée standard n’est pas du JSON. Mettez-y un objet sur une seule ligne, comme"
        ' {"id": 1, "text": "…"}.\n'
    )


def test_lone_surrogates_go_through_as_json_escapes(runner):
    text = "J'ai séché \ud83d sur la question. Elle a soupiré."

    result = read_lines(runner, json.dumps({"id": "\udc00", "text": text}))

    value = json.loads(result.stdout)
    assert (result.exit_code, value["id"]) == (0, "\udc00")
    assert [text[m["start"] : m["end"]] for m in value["moments"]] == [m["quote"] for m in value["moments"]]


def test_file_that_is_missing_is_refused(runner, tmp_path):
    result = runner.invoke(rebond, ["read", "--jsonl", str(tmp_path / "none.jsonl")])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"rebond: «\u00a0{tmp_path}/none.jsonl\u00a0» n’existe pas.")
