"""Reads what is asked, or says in our own words what is wrong with which parameter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from admin.api.asked import Asked
from admin.api.operations import Operation
from admin.api.problems import Code, Declined, Fault, FaultCode
from admin.api.schemas import Json, plain
from admin.texts import texts

_LONGEST_NAME = 80
_NUMBER = re.compile(r"\s*[+-]?\d+(?:\.0*)?\s*")


def asked(
    operation: Operation, given: Sequence[tuple[str, str]], in_path: Mapping[str, str]
) -> Asked:
    """Return what is asked; raise `Declined` naming every parameter that cannot be read.

    No word of the library that reads reaches anybody, and no value that was sent is repeated.
    """
    faults = [*_misplaced(operation, given)]
    values = {**dict(given), **in_path}
    found: dict[str, Any] = {}
    blamed = {fault.field for fault in faults}
    for field in msgspec.structs.fields(operation.asked):
        name = field.name
        if name in blamed:
            continue
        if name not in values:
            if field.required:
                faults.append(_fault(name, FaultCode.REQUIRED))
            continue
        try:
            found[name] = msgspec.convert(values[name], field.type, strict=False)
        except msgspec.ValidationError:
            faults.append(_unread(operation, name, values[name]))
    if faults:
        raise Declined(Code.NOT_VALID, errors=tuple(faults))
    return operation.asked(**found)


def _misplaced(operation: Operation, given: Sequence[tuple[str, str]]) -> Iterator[Fault]:
    """Yield what is wrong before any value is read, once for each name."""
    known = operation.asked.__struct_fields__
    names = [name for name, _ in given]
    empty = {name for name, value in given if value == "null"}
    for name in dict.fromkeys(names):
        if name not in known:
            yield _fault(name[:_LONGEST_NAME], FaultCode.UNKNOWN)
        elif name in operation.in_path:
            yield _fault(name, FaultCode.IN_PATH)
        elif names.count(name) > 1:
            yield _fault(name, FaultCode.GIVEN_TWICE)
        elif name in empty:
            yield _fault(name, FaultCode.NO_VALUE)


def _unread(operation: Operation, name: str, value: str) -> Fault:
    """Return what a parameter would have to be, from the very schema that is published."""
    schema: Json = plain(operation.asked, name)
    if "enum" in schema:
        return _fault(name, FaultCode.NOT_A_CHOICE, choices=", ".join(schema["enum"]))
    if schema.get("format") == "date":
        return _fault(name, FaultCode.NOT_A_DATE)
    if schema["type"] != "integer":
        return _fault(name, FaultCode.NOT_A_NAME)
    code = FaultCode.OUT_OF_RANGE if _NUMBER.fullmatch(value) else FaultCode.NOT_A_NUMBER
    return _fault(name, code, least=schema["minimum"], most=schema["maximum"])


def _fault(field: str, code: FaultCode, **facts: object) -> Fault:
    return Fault(field, code, texts("api_fault", code, facts))
