"""The dashboard's part on satisfaction: the index of the survey and its nine elements."""

from markupsafe import Markup

from admin import charts
from admin.chart_figures import Cell, Figure, Tile, told
from admin.charts import Bar
from admin.dates import decimal
from admin.texts import texts
from register.labels import label
from register.satisfaction import Element
from register.survey import SMALLEST_GROUP
from register.survey import Figures as SurveyFigures

_KEY = "kepuasan"
_WHOLE_SCORE = 4


def tile(now: SurveyFigures, before: SurveyFigures) -> Tile:
    """Return the index as a key figure."""
    return told(
        _index(now),
        f"indeks kepuasan, {now.n} jawaban{_responded(now)}",
        _index(before),
        f"indeks kepuasan: baru {now.n} jawaban, dihitung mulai {SMALLEST_GROUP}",
        "/survei",
    )


def figures(now: SurveyFigures, before: SurveyFigures) -> list[Figure]:
    """Return the nine elements; nothing while a person's answer would show."""
    if now.index is None:
        return []
    old = before.index.means if before.index else {}
    rows = [
        (label("element", one), float(now.index.means[one]), float(old[one]) if old else None)
        for one in Element
    ]
    drawn = charts.bars(
        _KEY,
        texts("figure", _KEY),
        [Bar(name, mean, was, shown=_mean(mean)) for name, mean, was in rows],
        full=_WHOLE_SCORE,
    )
    return [
        Figure(
            _KEY, Markup(drawn), ("Unsur", "Rata-rata", "Sebelumnya"),  # noqa: S704
            tuple(
                (Cell(name), Cell(_mean(mean)), Cell("–" if was is None else _mean(was)))
                for name, mean, was in rows
            ),
            more=Cell("Survei lengkap dengan saran", "/survei"),
            facts={"n": str(now.n), "rate": _responded(now)},
        )
    ]  # fmt: skip


def _mean(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _index(said: SurveyFigures) -> str | None:
    return None if said.index is None else f"{said.index.value:.2f}".replace(".", ",")


def _responded(said: SurveyFigures) -> str:
    rate = said.response_rate
    return "" if rate is None else f", respons {decimal(float(rate))}%"
