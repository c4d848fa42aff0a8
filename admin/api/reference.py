"""The interface's page for people, read from the very description that programs read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from admin.api import description
from admin.api.contents import ROOT
from admin.api.pace import OPEN_PER_MINUTE
from admin.api.problems import STATUS_OF, Code
from admin.api.schemas import Json
from admin.public.front import Look


@dataclass(frozen=True, slots=True)
class Part:
    """A path as the page shows it."""

    name: str
    path: str
    said: Json
    parameters: list[tuple[Json, str]]
    gives: str
    example: str

    @property
    def scope(self) -> str:
        """Return the scope it needs, or nothing."""
        return str(self.said.get("x-scope", ""))


def show(look: Look) -> Response:
    """Show every path with its parameters, what it gives, and an example."""
    whole = description.document(look.desk.settings.office_name)
    parts = [_part(path, row["get"]) for path, row in whole["paths"].items()]
    schemas = {
        name: (schema, [(field, *_typed(inner)) for field, inner in _fields(schema)])
        for name, schema in sorted(whole["components"]["schemas"].items())
    }
    return look.page(
        "api.html",
        whole=whole,
        root=look.desk.settings.address + ROOT,
        parts=parts,
        schemas=schemas,
        scopes=description.scopes(),
        most=OPEN_PER_MINUTE,
        codes=[(STATUS_OF[one], one, description.words()["code"][one]) for one in Code],
    )


def _part(path: str, said: Json) -> Part:
    content = said["responses"]["200"]["content"]["application/json"]
    return Part(
        said["operationId"],
        path,
        said,
        [(one, _limits(one["schema"])) for one in said["parameters"]],
        content["schema"]["$ref"].rpartition("/")[2],
        json.dumps(content["example"], indent=1, ensure_ascii=False, default=str),
    )


def _fields(schema: Json) -> Iterator[tuple[str, Json]]:
    yield from schema.get("properties", {}).items()


def _typed(schema: Json) -> tuple[str, str, str]:
    """Return of a field its type in words, the schema it refers to, and what it means."""
    said = str(schema.get("description", ""))
    options = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    empty = " atau null" if len(options) < len(schema.get("anyOf", [schema])) else ""
    one = options[0]
    many = "daftar " if one.get("type") == "array" else ""
    inner = one.get("items", {}) if many else one
    refers = str(inner.get("$ref", "")).rpartition("/")[2]
    return f"{many}{'' if refers else _KINDS.get(_kind(inner), '')}{empty}".strip(), refers, said


_KINDS = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "bilangan",
    "boolean": "true/false",
    "date": "tanggal",
    "date-time": "waktu UTC",
}


def _kind(schema: Json) -> str:
    return str(schema.get("format") or schema.get("type", ""))


def _limits(schema: Json) -> str:
    """Return in words what a parameter may be."""
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    found: list[Any] = [_KINDS.get(_kind(schema), _kind(schema))]
    if "minimum" in schema:
        found.append(f"{schema['minimum']} sampai {schema['maximum']}")
    if "default" in schema:
        found.append(f"tanpa isian: {schema['default']}")
    return ", ".join(found)
