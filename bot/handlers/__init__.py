"""The table of contents: every conversation, in the order in which they are asked.

Order matters: what is always understood comes first, then whoever is talked to (staff, a form),
then questions; what nobody wanted comes last.
"""

from aiogram import Router

from bot.handlers import ask, groups, membership, request, staff, start, status, stray


def routers() -> list[Router]:
    """Return fresh routers; nothing is attached when this module is imported."""
    return [
        membership.router(),
        groups.router(),
        start.router(),
        staff.router(),
        status.router(),
        request.router(),
        ask.router(),
        stray.router(),
    ]
