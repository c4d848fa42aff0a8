"""The interface's description (OpenAPI 3.1), made from the table that serves it."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from admin.api import problems
from admin.api.contents import ROOT, operations
from admin.api.examples import examples
from admin.api.operations import Operation
from admin.api.problems import Code, FaultCode, Problem, codes_of
from admin.api.schemas import REF, Json, of_asked, plain
from office.api_keys import Scope
from register import open_register
from register.labels import table as labels
from register.words import Status

VERSION = "1.0"
_SECURITY = "kunci"
# Two rooms have a word of their own for what they publish.
_NAMES = {
    "knowledge.published.Published": "Answer",
    "knowledge.audit.findings.Published": "MonthlyAccuracy",
}
# Enumerations whose values have an official term.
_TERMS = {
    "Status": "status",
    "Decision": "decision",
    "InformationClass": "information_class",
    "PartStatus": "part_status",
    "AvailableForm": "available_form",
}
_CODES: Mapping[str, Collection[str]] = {"Code": set(Code), "FaultCode": set(FaultCode)}


@cache
def words() -> Mapping[str, Any]:
    """Return what people are told of every operation, parameter and field."""
    path = Path(__file__).with_name("words.id.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def document(office: str) -> Json:
    """Return the whole description of an office's interface."""
    refs, schemas = _schemas()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"API informasi publik {office}",
            "version": VERSION,
            "description": words()["document"]["description"],
        },
        "servers": [{"url": ROOT}],
        "tags": [
            {"name": name, "description": words()["tag"][name]} for name in ("publik", "kantor")
        ],
        "paths": {one.path: {"get": _operation(one, refs[one.name])} for one in operations()},
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                _SECURITY: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": words()["document"]["key"],
                }
            },
        },
    }


def _schemas() -> tuple[dict[str, Json], dict[str, Json]]:
    """Return each operation's reference to what it gives, and every schema by its name."""
    rows = operations()
    types = [one.gives for one in rows]
    found, components = msgspec.json.schema_components([*types, Problem], ref_template=REF)
    text = msgspec.json.encode([found, components]).decode()
    for before, after in _NAMES.items():
        text = text.replace(before, after)
    found, components = msgspec.json.decode(text)
    for name, schema in components.items():
        _say(name, schema)
    components["Status"]["enum"] = sorted(open_register.STATUSES)
    return {one.name: ref for one, ref in zip(rows, found, strict=False)}, components


def _say(name: str, schema: Json) -> None:
    """Put our words in the place of what the code says of itself."""
    schema.pop("title", None)
    schema["description"] = said_of_schema(name)
    for field, inner in schema.get("properties", {}).items():
        inner["description"] = said_of_field(name, field)


def said_of_schema(name: str) -> str:
    """Return what a schema holds; an enumeration lists its official terms."""
    text = str(words()["schema"].get(name, ""))
    terms = words()["code"] if name in _CODES else labels().get(_TERMS.get(name, ""), {})
    shown = _CODES.get(name) or set(terms) - {Status.REFUSAL_PROPOSED.value}
    listed = "; ".join(f"`{value}`: {term}" for value, term in terms.items() if value in shown)
    return f"{text} {listed}".strip()


def said_of_field(schema: str, field: str) -> str:
    """Return what a field means, by its own schema's words before those for all."""
    found = words()["field"]
    return str(found.get(f"{schema}.{field}") or found.get(field, ""))


def _operation(one: Operation, ref: Json) -> Json:
    said = words()["operation"][one.name]
    described: Json = {
        "operationId": one.name,
        "tags": ["kantor" if one.scope else "publik"],
        "summary": said["summary"],
        "description": said["description"],
        "parameters": list(parameters(one)),
        "responses": dict(_responses(one, ref)),
        # An empty list opens it to everybody.
        "security": [{_SECURITY: []}] if one.scope else [],
    }
    if one.scope:
        described["x-scope"] = one.scope.value
    return described


def parameters(one: Operation) -> Iterator[Json]:
    """Yield the parameters of an operation."""
    asked = of_asked(one.asked)
    for name in asked["properties"]:
        is_in_path = name in one.in_path
        parameter = {
            "name": name,
            "in": "path" if is_in_path else "query",
            "required": name in asked.get("required", ()),
            "description": said_of_parameter(one, name),
            "schema": plain(one.asked, name),
        }
        if name in one.example:
            parameter["example"] = _typed(one.example[name], parameter["schema"])
        yield parameter


def said_of_parameter(one: Operation, name: str) -> str:
    """Return what a parameter means."""
    found = words()["parameter"]
    return str(found.get(f"{one.name}.{name}") or found.get(name, ""))


def _typed(text: str, schema: Json) -> str | int:
    return int(text) if schema.get("type") == "integer" else text


def _responses(one: Operation, ref: Json) -> Iterator[tuple[str, Json]]:
    said = words()["answer"]
    headers = {
        name: {"description": said[name], "schema": {"type": "string"}}
        for name in ("ETag", "Cache-Control")
    }
    content = {"schema": ref, "example": msgspec.to_builtins(examples()[one.name])}
    yield (
        "200",
        {
            "description": said["200"],
            "headers": headers,
            "content": {"application/json": content},
        },
    )
    yield "304", {"description": said["304"], "headers": headers}
    declined = [401, 403] if one.scope else []
    declined += [404] if one.can_miss else []
    for status in [*declined, 422, 429]:
        yield str(status), _problem(status)


def _problem(status: int) -> Json:
    said = words()["answer"]
    codes = ", ".join(f"`{code}`" for code in codes_of(status))
    found: Json = {
        "description": f"{said[str(status)]} Kode: {codes}.",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}},
    }
    header = {401: "WWW-Authenticate", 403: "WWW-Authenticate", 429: "Retry-After"}.get(status)
    if header:
        found["headers"] = {header: {"description": said[header], "schema": {"type": "string"}}}
    return found


def scopes() -> Mapping[Scope, str]:
    """Return what each scope opens."""
    return {scope: words()["scope"][scope.value] for scope in Scope}
