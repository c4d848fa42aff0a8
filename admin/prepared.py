"""Prepared text for a reply: an entry or an earlier answer as plain words, with source and date."""

import re

from admin.dates import plain_date
from knowledge.shelf import Article

# Markdown's own marks, as entries are written with them.
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.S)
_STRESSED = re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)", re.S)
_BLOTTED = re.compile(r"\[(surel|telepon|nomor)\]")


def from_article(article: Article, language: str) -> str:
    """Return an entry as a reply says it: in the citizen's language, with source and date."""
    words = article.translations.get(language)
    body = words.body if words is not None else article.body
    if article.region:
        body = f"{body}\n\nBerlaku untuk {article.region}."
    end = f"Sumber: {article.source}\nPer tanggal {plain_date(article.as_of)}"
    return f"{plain(body)}\n\n{end}"


def plain(body: str) -> str:
    """Return an entry's words without Markdown's marks for stress; its lists stay lists."""
    return _STRESSED.sub(r"\2", _STRONG.sub(r"\2", body)).strip()


def from_answer(answer: str) -> str:
    """Return an answer to somebody else as a reply: what was blotted out is to be filled in."""
    return _BLOTTED.sub(r"{isi: \1}", answer)


def joined(typed: str, inserted: str) -> str:
    """Return what was typed with an insertion after it."""
    return f"{typed.rstrip()}\n\n{inserted}" if typed.strip() else inserted
