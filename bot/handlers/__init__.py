"""The table of contents: every conversation, in the order in which they are asked.

Order matters. What happens in a group comes before everything, for nobody's affairs are done
there. A cry for help inside a form, and what its form alone tells, come next: no form may take
them for an answer. Then the two commonest, because every router that is asked in vain costs
time: a question in free text, and an answer inside the form. Both leave known words (status,
petugas, bantuan) to the conversations after them. What nobody wanted comes last.
"""

from aiogram import Router

from bot.handlers import (
    agenda,
    ask,
    broadcasts,
    case,
    emergencies,
    formal,
    groups,
    languages,
    membership,
    nodding,
    objecting,
    objection_case,
    prefilled,
    privacy,
    programmes,
    rating,
    repairing,
    request,
    staff,
    start,
    status,
    stray,
    survey,
    tracking,
    typed,
    unsent,
)


def routers() -> list[Router]:
    """Return fresh routers; nothing is attached when this module is imported."""
    return [
        groups.router(),
        emergencies.router(),
        typed.router(),
        rating.router(),
        ask.router(),
        unsent.router(),
        request.router(),
        repairing.router(),
        objecting.router(),
        languages.router(),
        prefilled.router(),
        formal.router(),
        privacy.router(),
        start.router(),
        nodding.router(),
        staff.router(),
        status.router(),
        case.router(),
        objection_case.router(),
        tracking.router(),
        survey.router(),
        agenda.router(),
        programmes.router(),
        broadcasts.router(),
        membership.router(),
        stray.router(),
    ]
