"""The two statutory lists for everybody: public information by class, and what is exempt."""

from urllib.parse import urlencode

from starlette.responses import Response

from admin.public.front import Look
from register import exemption_list, public_list
from register.list_words import InformationClass
from register.public_list import Filters


def show(look: Look) -> Response:
    """Show the list of public information, by class and by words."""
    wanted = look.query("klasifikasi")
    filters = Filters(
        text=look.query("cari"), information_class=wanted if wanted in set(InformationClass) else ""
    )
    shelf = look.desk.library.now()
    with look.reading() as unit:
        found = public_list.page(unit, filters, look.count("halaman") or 1)
    kept = {"cari": filters.text, "klasifikasi": filters.information_class}
    return look.page(
        "dip.html",
        found=found,
        filters=filters,
        classes=list(InformationClass),
        known=shelf.articles,
        kept=urlencode({name: value for name, value in kept.items() if value}),
        standing=("klasifikasi", "halaman"),
    )


def show_exempt(look: Look) -> Response:
    """Show what is exempt today: title, basis, consequence and period."""
    with look.reading() as unit:
        rows = exemption_list.all_in_force(unit)
    return look.page("exempt.html", rows=rows)
