"""Pure: the schema of one parameter, as the description publishes it and a refusal says it."""

from functools import cache
from typing import Any

import msgspec

from admin.api.asked import Asked

Json = dict[str, Any]
REF = "#/components/schemas/{name}"


@cache
def of_asked(asked: type[Asked]) -> Json:
    """Return the schema of a question."""
    (ref,), components = msgspec.json.schema_components([asked], ref_template=REF)
    found: Json = components[ref["$ref"].rpartition("/")[2]]
    return found


def plain(asked: type[Asked], name: str) -> Json:
    """Return a parameter's schema without the null that stands for its absence."""
    found = dict(of_asked(asked)["properties"][name])
    if found.get("default") in {None, ""}:
        found.pop("default", None)
    options = found.pop("anyOf", None)
    if options is not None:
        (only,) = [option for option in options if option.get("type") != "null"]
        found |= only
    if "$ref" in found:
        _, components = msgspec.json.schema_components([asked], ref_template=REF)
        found |= components[found.pop("$ref").rpartition("/")[2]]
    if "enum" in found:
        found["enum"] = [value for value in found["enum"] if value is not None]
        found["type"] = "string"
    return found
