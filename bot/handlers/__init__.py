"""The table of contents: every conversation, in the order in which they are asked.

Order matters. The two commonest come first, because every router that is asked in vain costs time:
a question in free text, and an answer inside the form. Both leave known words (status, petugas,
bantuan) to the conversations after them. What nobody wanted comes last.
"""

from aiogram import Router

from bot.handlers import (
    ask,
    case,
    groups,
    membership,
    objecting,
    objection_case,
    repairing,
    request,
    staff,
    start,
    status,
    stray,
    survey,
    tracking,
    unsent,
)


def routers() -> list[Router]:
    """Return fresh routers; nothing is attached when this module is imported."""
    return [
        ask.router(),
        unsent.router(),
        request.router(),
        repairing.router(),
        objecting.router(),
        start.router(),
        staff.router(),
        status.router(),
        case.router(),
        objection_case.router(),
        tracking.router(),
        survey.router(),
        membership.router(),
        groups.router(),
        stray.router(),
    ]
