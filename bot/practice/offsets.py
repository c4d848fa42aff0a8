"""Telegram counts entity offsets in UTF-16 units; these functions do the counting."""

from typing import Any

Entity = dict[str, Any]


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def byte_offset(text: str, index: int) -> int:
    return len(text[:index].encode())


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Strip white space at both ends as Telegram does and move the entities along."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    shift = units(text[: len(text) - len(text.lstrip())])
    length = units(stripped)
    kept: list[Entity] = []
    for entity in entities:
        begin = max(0, entity["offset"] - shift)
        end = min(length, entity["offset"] + entity["length"] - shift)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return stripped, kept


def in_order(entities: list[Entity]) -> list[Entity]:
    """Outer entities before inner ones, as Telegram sends them."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
