"""The interface's description: whole, in words, and in step with what is served."""

import json
from pathlib import Path

import msgspec

from admin.api import description
from admin.api.contents import operations
from admin.api.examples import examples
from admin.api.problems import Code, FaultCode

ROOT = Path(__file__).parents[2]


def test_the_description_is_complete_and_every_example_fits() -> None:
    whole = description.document("PPID Contoh")
    for name, schema in whole["components"]["schemas"].items():
        assert schema["description"], name
        for field, inner in schema.get("properties", {}).items():
            assert inner["description"], f"{name}.{field}"
    for one in operations():
        described = whole["paths"][one.path]["get"]
        assert all(parameter["description"] for parameter in described["parameters"]), one.name
        example = described["responses"]["200"]["content"]["application/json"]["example"]
        assert msgspec.convert(example, one.gives) == examples()[one.name]


def test_every_word_of_the_description_is_used() -> None:
    text = msgspec.json.encode(description.document("PPID Contoh")).decode()
    words = description.words()
    shown = [description.said_of_schema(name) for name in words["schema"]]
    for kind in ("schema", "field", "parameter"):
        for name, sentence in words[kind].items():
            said = json.dumps(sentence, ensure_ascii=False)[1:-1]
            assert said in text, f"{kind}.{name}"
    assert all(shown)
    assert set(words["operation"]) == {one.name for one in operations()}
    assert set(words["code"]) == {*Code, *FaultCode}


def test_every_code_a_program_can_meet_is_described_in_words_and_in_the_manual() -> None:
    whole = description.document("PPID Contoh")
    schemas = whole["components"]["schemas"]
    manual = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for name, codes in (("Code", Code), ("FaultCode", FaultCode)):
        assert set(schemas[name]["enum"]) == set(codes)
        for code in codes:
            said = f"`{code}`: {description.words()['code'][code]}"
            assert said in schemas[name]["description"]
            assert f"| `{code}` | " in manual
    register = whole["paths"]["/register"]["get"]["responses"]
    assert register["422"]["description"].endswith("Kode: `not_valid`.")
