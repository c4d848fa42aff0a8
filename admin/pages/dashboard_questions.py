"""The dashboard's part on questions: what the bot answered, how the desk kept up, the entries."""

from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from admin import chart_figures, charts
from admin.chart_figures import Cell, Counted, Figure, Tile, address, by_kind, days, share_of, told
from admin.charts import Bar, Mark, Span
from admin.dates import decimal, lasting, month_name, percentage, thousands
from admin.texts import texts
from knowledge import audit, editions
from knowledge.audit import Published
from knowledge.editions import Listed
from knowledge.escalation.load import Level, Load
from knowledge.figures import reading
from knowledge.figures.reading import DeskFigures, QuestionFigures
from knowledge.words import Band
from office.periods import Period
from office.unit import Unit

_ENTRIES_SHOWN = 12
_AUDITS_SHOWN = 12
_REPLY_STEP, _REPLY_COLUMNS = 30, 16  # minutes, up to eight hours
_BANDS = {Band.ANSWER: 0, Band.CHOOSE: 3, Band.UNKNOWN: 1}
# The age of what is published, in months from its "per tanggal".
_AGES = ((3, "under_3"), (6, "under_6"), (12, "under_12"), (10**6, "older"))
_DAYS_A_MONTH = 30.44
_MOST_LOAD = 1.25


@dataclass(frozen=True, slots=True)
class Taken:
    """The figures of a period and of the one before, the live entries, and the audits."""

    period: Period
    questions: tuple[QuestionFigures, QuestionFigures]
    desk: tuple[DeskFigures, DeskFigures]
    entries: tuple[Listed, ...]
    audits: tuple[Published, ...]
    today: date


def take(unit: Unit, period: Period) -> Taken:
    """Return the figures of the questions in a period and in the one before."""
    before = period.before_so_far(unit.today)
    return Taken(
        period,
        (reading.questions(unit, period), reading.questions(unit, before)),
        (reading.desk(unit, period), reading.desk(unit, before)),
        tuple(one for one in editions.entries(unit) if one.live is not None),
        tuple(audit.published(unit, newest=_AUDITS_SHOWN)),
        unit.today,
    )


def tiles(taken: Taken) -> list[Tile]:
    """Return the key figures of the questions."""
    now, before = taken.questions
    desk, earlier = taken.desk
    newest = taken.audits[0] if taken.audits else None
    return [
        Tile(
            thousands(now.total), "pertanyaan ke bot", thousands(before.total),
            _rows_of(taken.period),
        ),
        told(
            share_of(_answered(now)), "dijawab bot sendiri", share_of(_answered(before)),
            "pertanyaan untuk dijawab bot",
            address("/pertanyaan", hasil=Band.ANSWER, **days(taken.period)),
        ),
        Tile(
            percentage(newest.accuracy.value),
            f"jawaban benar menurut audit {month_name(newest.month)}",
        )
        if newest
        else Tile("belum ada", "audit jawaban yang selesai"),
        Tile(thousands(desk.opened), "percakapan ke petugas", thousands(earlier.opened)),
        Tile(
            percentage(desk.load.load), "beban meja terhadap kemampuannya",
            percentage(earlier.load.load), warns=desk.load.level is not Level.NORMAL,
        ),
    ]  # fmt: skip


def of_questions(taken: Taken) -> list[Figure]:
    """Return the figures of what was asked and what the bot did with it."""
    now, before = taken.questions
    bands = [
        Counted(
            texts("band", band), now.by_band.get(band, 0), before.by_band.get(band, 0),
            address("/pertanyaan", hasil=band, **days(taken.period)), pattern,
        )
        for band, pattern in _BANDS.items()
    ]  # fmt: skip
    languages = [
        Counted(
            texts("language", one), count, before.by_language.get(one, 0),
            address("/pertanyaan", bahasa=one, **days(taken.period)),
        )
        for one, count in now.by_language.items()
    ]  # fmt: skip
    return [
        chart_figures.over_time(
            "pertanyaan-waktu", _title("pertanyaan-waktu"), now.per_day,
            (taken.period, before.period), before.per_day, _rows_of,
        ),
        chart_figures.by_hour(
            "pertanyaan-jam", _title("pertanyaan-jam"), now.by_hour, before.by_hour
        ),
        by_kind("hasil-bot", _title("hasil-bot"), bands, "Hasil", total=now.total),
        _follow_ups(now, before),
        by_kind("bahasa", _title("bahasa"), languages, "Bahasa", total=now.total),
    ]  # fmt: skip


def of_desk(taken: Taken) -> list[Figure]:
    """Return the figures of the conversations with staff."""
    now, before = taken.desk
    outcomes = [
        Counted(
            texts("figure_value", "open") if one == "open" else texts("outcome", one),
            count, before.by_outcome.get(one, 0), pattern=4 if one == "open" else 0,
        )
        for one, count in now.by_outcome.items()
    ]  # fmt: skip
    promises = [
        Counted(
            texts("figure_value", f"promise_{one}"), count, before.promises.get(one, 0),
            pattern={"kept": 0, "lapsed": 1, "waiting": 2}.get(one, 4),
        )
        for one, count in now.promises.items()
    ]  # fmt: skip
    return [
        chart_figures.over_time(
            "percakapan-waktu", _title("percakapan-waktu"), now.per_day,
            (taken.period, before.period), before.per_day,
        ),
        _load(now.load, before.load),
        replace(
            chart_figures.spread(
                "balasan", _title("balasan"), now.reply_minutes, head="Menit",
                last=_REPLY_COLUMNS, step=_REPLY_STEP,
            ),
            facts={"median": _minutes(now.median_minutes), "p90": _minutes(now.p90_minutes)},
        ),
        replace(
            by_kind("janji", _title("janji"), promises, "Janji", total=now.opened),
            facts={"share": share_of(now.kept_share)},
        ),
        by_kind("akhir", _title("akhir"), outcomes, "Berakhir", total=now.opened),
    ]  # fmt: skip


def of_entries(taken: Taken) -> list[Figure]:
    """Return which entries were given most, and how old all of them are."""
    now, before = taken.questions
    names = {one.slug: one.title for one in taken.entries}
    order = sorted(now.by_entry, key=lambda slug: (-now.by_entry[slug], slug))[:_ENTRIES_SHOWN]
    used = by_kind(
        "entri-pakai",
        _title("entri-pakai"),
        [
            Counted(names.get(slug, slug), now.by_entry[slug], before.by_entry.get(slug, 0))
            for slug in order
        ],
        "Entri",
    )
    linked = tuple(
        (replace(row[0], href=f"/entri/{slug}"), *row[1:])
        for slug, row in zip(order, used.rows, strict=True)
    )
    return [
        replace(used, rows=linked, more=Cell("Pemakaian pengetahuan", "/pengetahuan")),
        _ages(taken),
    ]


def of_answers(taken: Taken) -> list[Figure]:
    """Return the accuracy that the audits found; nothing before the first is finished."""
    if not taken.audits:
        return []
    spans = [
        Span(
            month_name(one.month), one.accuracy.low, one.accuracy.value, one.accuracy.high,
            f"{percentage(one.accuracy.value)} ({_interval(one)})",
        )
        for one in taken.audits
    ]  # fmt: skip
    rows = tuple(
        (
            Cell(month_name(one.month)), Cell(f"{one.accuracy.count} dari {one.n}"),
            Cell(percentage(one.accuracy.value)), Cell(_interval(one)),
            Cell("–" if one.kappa is None else f"{one.kappa:.2f}".replace(".", ",")),
        )
        for one in taken.audits
    )  # fmt: skip
    drawn = charts.intervals("ketepatan", _title("ketepatan"), spans)
    heads = ("Bulan", "Benar", "Bagian", "Interval 95%", "Kappa")
    return [Figure("ketepatan", Markup(drawn), heads, rows)]  # noqa: S704 - charts escapes it


def _follow_ups(now: QuestionFigures, before: QuestionFigures) -> Figure:
    counted = [
        Counted(
            texts("figure_value", f"follow_{one}"), count, before.by_follow_up.get(one, 0),
            pattern=4 if one == "none" else 0,
        )
        for one, count in now.by_follow_up.items()
    ]  # fmt: skip
    return by_kind("lanjutan", _title("lanjutan"), counted, "Lanjutan", total=now.total)


def _load(now: Load, before: Load) -> Figure:
    """Return the work of the period beside the minutes that were staffed."""
    work = round(now.arrivals * now.handling_minutes)
    drawn = charts.bars(
        "beban",
        _title("beban"),
        [Bar(texts("load", now.level), now.load, before.load, shown=percentage(now.load))],
        full=_MOST_LOAD,
        mark=Mark(1, "kemampuan"),
    )
    heads = ("Bagian", "Periode ini", "Sebelumnya")
    rows = (
        ("Percakapan", thousands(now.arrivals), thousands(before.arrivals)),
        ("Menit per percakapan", decimal(now.handling_minutes), decimal(before.handling_minutes)),
        ("Menit kerja yang diperlukan", thousands(work),
         thousands(round(before.arrivals * before.handling_minutes))),
        ("Menit petugas yang tersedia", thousands(round(now.staffed_minutes)),
         thousands(round(before.staffed_minutes))),
        ("Petugas sehari, rata-rata", str(now.officers), str(before.officers)),
        ("Beban", percentage(now.load), percentage(before.load)),
    )  # fmt: skip
    told = tuple(tuple(Cell(said) for said in row) for row in rows)
    return Figure("beban", Markup(drawn), heads, told)  # noqa: S704 - charts escapes it all


def _ages(taken: Taken) -> Figure:
    counts = dict.fromkeys((name for _, name in _AGES), 0)
    for one in taken.entries:
        months = (taken.today - one.as_of).days / _DAYS_A_MONTH
        counts[next(name for most, name in _AGES if months < most)] += 1
    counted = [
        Counted(texts("figure_value", f"age_{name}"), count, pattern=1 if name == "older" else 0)
        for name, count in counts.items()
    ]
    overdue = sum(one.overdue for one in taken.entries)
    found = by_kind("entri-umur", _title("entri-umur"), counted, "Umur", total=len(taken.entries))
    return replace(
        found,
        more=Cell(f"{overdue} entri lewat tanggal tinjau", "/entri?terlambat=1"),
    )


def _answered(figures: QuestionFigures) -> float | None:
    count = figures.by_band.get(Band.ANSWER, 0)
    return count / figures.total if figures.total else None


def _interval(one: Published) -> str:
    return f"{percentage(one.accuracy.low)} sampai {percentage(one.accuracy.high)}"


def _minutes(value: float | None) -> str | None:
    return None if value is None else lasting(value * 60)


def _rows_of(period: Period) -> str:
    return address("/pertanyaan", **days(period))


def _title(key: str) -> str:
    return texts("figure", key)
