"""The family of an occasion: what its name begins with, up to the second colon."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class FamilyOf(FunctionElement[str]):
    """The family of the occasion that a column names, reckoned by the database.

    `escalation:5:line:9` and `escalation:5:closed:0` are of one family; `in:7:0` is of another.
    """

    type = String()
    inherit_cache = True


@compiles(FamilyOf)
def _with_instr(element: FamilyOf, compiler: SQLCompiler, **options: Any) -> str:
    # Two colons more, so that a name without any is a family of its own.
    name = f"({compiler.process(element.clauses, **options)} || '::')"
    first = f"instr({name}, ':')"
    return f"substr({name}, 1, {first} + instr(substr({name}, {first} + 1), ':'))"


@compiles(FamilyOf, "postgresql")
def _with_split_part(element: FamilyOf, compiler: SQLCompiler, **options: Any) -> str:
    name = compiler.process(element.clauses, **options)
    return f"(split_part({name}, ':', 1) || ':' || split_part({name}, ':', 2))"
