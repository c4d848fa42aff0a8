"""The table of contents, continued: what everybody may read, and the officer who words it."""

from admin.doorkeeper import Page
from admin.pages import publishing
from admin.public import (
    answers,
    charter,
    finished,
    home,
    lists,
    notices,
    opendata,
    privacy,
    register,
    statistics,
    style,
    times,
    verifying,
)
from admin.public.front import public
from office.people import Permission as Needs

_DATA = "public, max-age=300"


def pages() -> list[Page]:
    """Return these pages."""
    return [*_for_everybody(), *_statistics(), *_worded()]


def _for_everybody() -> list[Page]:
    register_asks = ("tahun", "status", "sebelum", "sesudah")
    return [
        public("/publik", home.show),
        public("/publik/gaya.css", style.sheet, "v", cache=style.FOR_LONG),
        public("/publik/register", register.show, *register_asks, heavy=True),
        public("/publik/register/{year:number}/{number:number}", register.show_one),
        public("/publik/jawaban", answers.show, "cari", heavy=True),
        public("/publik/jawaban/topik/{slug:slug}", answers.show_topic),
        public("/publik/jawaban/{slug:slug}", answers.show_one),
        public("/publik/dip", lists.show, "cari", "klasifikasi", "halaman", heavy=True),
        public("/publik/dikecualikan", lists.show_exempt),
        public("/publik/hitung", times.show, "mulai", "jangka", "hari", heavy=True),
        public("/publik/periksa", verifying.ask, "kode"),
        public("/periksa/{code}", verifying.show, kept=False, cache="no-store"),
        public("/publik/maklumat", charter.show),
        public("/publik/privasi", privacy.show),
        public("/publik/pengumuman", notices.show),
        public("/robots.txt", home.robots),
        public("/sitemap.xml", home.sitemap),
    ]


def _statistics() -> list[Page]:
    return [
        public("/publik/statistik", statistics.newest),
        public("/publik/statistik/{year:number}", statistics.show),
        public("/publik/laporan", finished.show, "tahun", heavy=True),
        public("/publik/laporan/{number:number}/{name}", finished.download, heavy=True),
        public("/publik/data", opendata.show),
        public("/publik/data/kamus", opendata.dictionary),
        public("/publik/data/skema/{slug:slug}.json", opendata.schema, cache=_DATA),
        public("/publik/data/dip.csv", opendata.public_list_csv, cache=_DATA),
        public("/publik/data/dikecualikan.csv", opendata.exempt_csv, cache=_DATA),
        public("/publik/data/{name}", opendata.download, cache=_DATA, heavy=True),
    ]


def _worded() -> list[Page]:
    one = "/register/{number:number}/umum"
    return [
        Page(publishing.LIST, publishing.show, Needs.PROCESS_REQUESTS),
        Page(publishing.LIST, publishing.publish_ticked, Needs.PROCESS_REQUESTS, "POST"),
        Page(
            f"{publishing.LIST}/tarik", publishing.withdraw_ticked, Needs.PROCESS_REQUESTS, "POST"
        ),
        Page(one, publishing.show_one, Needs.PROCESS_REQUESTS),
        Page(one, publishing.publish, Needs.PROCESS_REQUESTS, "POST"),
        Page(f"{one}/tarik", publishing.withdraw, Needs.PROCESS_REQUESTS, "POST"),
    ]
