"""The privacy notice: what is kept of whom, on which basis, how long, and everybody's rights."""

from starlette.responses import Response

from admin.public.front import Look
from office import chat, retention
from register import law
from register.intake import NOTICE
from register.law import Duty


def show(look: Look) -> Response:
    """Show the notice with the terms that hold in this office."""
    with look.reading() as unit:
        terms = retention.terms(unit)
        answered = law.interval(Duty.PERSONAL_DATA, unit.today)
        where = chat.address(unit, look.desk.settings)
    schedule = retention.schedule()
    return look.page(
        "privacy.html",
        version=NOTICE,
        activities=schedule.activities,
        terms=terms,
        lasting=schedule.lasting,
        answered=answered,
        officer=look.desk.settings.dpo_contact,
        chat=where,
    )
