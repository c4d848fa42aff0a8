"""Is this letter ours: a form to type its code, and what the code on paper leads to."""

import re
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from admin.public.front import Look
from office.refusals import NotFound
from register import papers
from register.letters.kinds import TITLES, LetterKind

_NOT_OF_A_CODE = re.compile(r"[^0-9A-Za-z]")
_LONGEST = 40


def ask(look: Look) -> Response:
    """Show where to type a code; one that was typed leads to the page its QR leads to."""
    code = _NOT_OF_A_CODE.sub("", look.query("kode")).upper()[:_LONGEST]
    if code:
        return RedirectResponse(f"/periksa/{quote(code)}", 303)
    return look.page("verify.html", asked=False, paper=None, title="", sha256="")


def show(look: Look) -> Response:
    """Tell whether the office issued the letter with a code: kind, number and date, no name.

    A code nobody has gives the same page as one that was never issued.
    """
    with look.reading() as unit:
        try:
            paper = papers.by_code(unit, str(look.params["code"])[:_LONGEST])
        except NotFound:
            return look.page("verify.html", 404, asked=True, paper=None, title="", sha256="")
        filed = papers.paper_file(unit, paper.id)
    return look.page(
        "verify.html",
        asked=True,
        paper=paper,
        title=TITLES[LetterKind(paper.kind)],
        sha256=filed.sha256 if filed else "",
    )
