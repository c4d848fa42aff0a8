"""Pure: the Indonesian headings of both lists, and what their cells mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from office.refusals import NotValid
from register.exemption_form import Decree, Draft, read_testers
from register.list_sheet import Record, plain
from register.list_words import AvailableForm, InformationClass, PeriodType
from register.public_list import Item
from register.words import RefusalGround

_PUBLIC = {
    "ordinal": "no|nomor|no urut|nomor urut",
    "summary": "ringkasan|ringkasan isi informasi|ringkasan informasi|ringkasan isi|isi informasi"
    "|ringkasan isi informasi publik|ringkasan informasi publik|nama informasi|informasi"
    "|jenis informasi publik|judul informasi|informasi publik",
    "holding_unit": "pejabat unit satker yang menguasai informasi"
    "|pejabat unit satuan kerja yang menguasai informasi"
    "|pejabat unit yang menguasai informasi|pejabat atau unit yang menguasai informasi"
    "|unit satker yang menguasai informasi|unit kerja yang menguasai informasi"
    "|pejabat yang menguasai informasi|unit yang menguasai informasi"
    "|pejabat dan atau unit kerja yang menguasai informasi|unit kerja|opd|perangkat daerah"
    "|pejabat unit kerja yang menguasai informasi|satuan kerja yang menguasai informasi",
    "responsible_official": "penanggung jawab pembuatan atau penerbitan informasi"
    "|penanggung jawab pembuatan penerbitan informasi|penanggungjawab pembuatan informasi"
    "|penanggung jawab pembuatan dan atau penerbitan informasi"
    "|penanggungjawab pembuatan atau penerbitan informasi"
    "|penanggungjawab pembuatan penerbitan informasi|penanggung jawab pembuatan informasi"
    "|penanggung jawab|penanggungjawab|pejabat penanggung jawab"
    "|penanggung jawab penerbitan informasi",
    "created_when_where": "waktu dan tempat pembuatan informasi|waktu dan tempat pembuatan"
    "|waktu tempat pembuatan informasi|waktu dan tempat penerbitan informasi"
    "|tempat dan waktu pembuatan informasi|waktu pembuatan informasi|waktu pembuatan"
    "|waktu dan tempat pembuatan atau penerbitan informasi",
    "available_form": "bentuk informasi yang tersedia|bentuk informasi|format informasi"
    "|format informasi yang tersedia|bentuk format informasi|bentuk informasi tersedia"
    "|bentuk dan format informasi",
    "soft": "softcopy|soft copy|soft|digital|elektronik",
    "hard": "hardcopy|hard copy|hard|cetak|fisik",
    "retention_period": "jangka waktu penyimpanan atau retensi arsip"
    "|jangka waktu penyimpanan|jangka waktu penyimpanan retensi arsip|retensi arsip"
    "|jangka waktu penyimpanan dan retensi arsip|jangka waktu retensi|retensi"
    "|jangka waktu penyimpanan arsip|masa retensi|jangka waktu simpan",
    "information_class": "klasifikasi|klasifikasi informasi|kategori|kategori informasi"
    "|jenis informasi|golongan informasi|golongan",
    "url_or_file": "tautan|link|url|alamat tautan|tautan atau berkas|lokasi|website",
    "decree_no": "nomor sk|no sk|nomor keputusan|sk penetapan|nomor sk penetapan",
    "published_on": "tanggal terbit|tanggal diumumkan|diumumkan|tanggal publikasi",
    "entry_slug": "kode jawaban|slug",
}
_EXEMPT = {
    "ordinal": _PUBLIC["ordinal"],
    "title": "informasi|informasi yang dikecualikan|informasi dikecualikan|nama informasi"
    "|jenis informasi|jenis informasi yang dikecualikan|judul informasi|konten informasi"
    "|ringkasan isi informasi|jenis informasi dikecualikan",
    "description": "uraian|uraian informasi|uraian isi|keterangan|deskripsi|penjelasan",
    "holding_unit": _PUBLIC["holding_unit"],
    "ground": "huruf pasal 17|pasal 17 huruf|pasal 17 uu kip|dasar pasal 17|huruf",
    "other_statute": "dasar hukum|dasar hukum pengecualian|dasar hukum pengecualian informasi"
    "|dasar pengecualian|peraturan perundang undangan|undang undang lain"
    "|dasar hukum lain",
    "consequence_if_open": "konsekuensi pertimbangan jika dibuka|jika dibuka|dibuka"
    "|konsekuensi jika dibuka|konsekuensi bila dibuka|konsekuensi apabila dibuka|bila dibuka"
    "|apabila dibuka|konsekuensi apabila informasi dibuka|akibat jika dibuka"
    "|konsekuensi pertimbangan apabila dibuka|pertimbangan jika dibuka|akibat bila dibuka"
    "|konsekuensi bila informasi dibuka",
    "consequence_if_closed": "konsekuensi pertimbangan jika ditutup|jika ditutup|ditutup"
    "|konsekuensi jika ditutup|konsekuensi bila ditutup|konsekuensi apabila ditutup"
    "|bila ditutup|apabila ditutup|konsekuensi apabila informasi ditutup|manfaat jika ditutup"
    "|konsekuensi pertimbangan apabila ditutup|pertimbangan jika ditutup|akibat bila ditutup"
    "|konsekuensi bila informasi ditutup",
    "period_type": "jangka waktu|jangka waktu pengecualian|batas waktu|batas waktu pengecualian"
    "|masa pengecualian|masa berlaku|jangka waktu informasi dikecualikan",
    "expires_on": "berlaku sampai|sampai dengan|tanggal berakhir|berakhir|dikecualikan sampai",
    "test_sheet_no": "nomor lembar uji|no lembar uji|lembar uji konsekuensi"
    "|nomor lembar uji konsekuensi|nomor uji konsekuensi",
    "testers": "penguji|tim penguji|pelaksana uji|pejabat penguji",
    "decree_no": _PUBLIC["decree_no"],
    "decree_date": "tanggal sk|tanggal keputusan|tanggal penetapan",
}


def _by_heading(table: Mapping[str, str]) -> dict[str, str]:
    return {text: name for name, texts in table.items() for text in texts.split("|")}


PUBLIC_HEADINGS = _by_heading(_PUBLIC)
EXEMPT_HEADINGS = _by_heading(_EXEMPT)

_CLASSES = {
    InformationClass.IMMEDIATE: re.compile(r"\bserta ?merta\b"),
    InformationClass.ALWAYS_AVAILABLE: re.compile(r"\bsetiap saat\b"),
    InformationClass.PERIODIC: re.compile(r"\bberkala\b"),
}
_MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember"
).split()
_YES = {"v", "√", "✓", "✔", "ya", "ada", "1", "tersedia"}
_NO = {"", "-", "–", "tidak", "tidak ada", "0"}
_SOFT = re.compile(r"soft|digital|elektronik|pdf|daring|online|website|situs|excel|word")
_HARD = re.compile(r"hard|cetak|fisik|kertas|buku")
_NEEDED = re.compile(r"selama (?:masih )?(?:diperlukan|dibutuhkan)")
_STATUTE = re.compile(r"(?:sesuai|menurut|berdasarkan|ditentukan)\b.*\b(?:undang|peraturan|uu)\b")
_LETTER = re.compile(r"huruf\s*\(?([a-j])\b")
# A statute's own "huruf" is none of Pasal 17.
_LETTER_OF_17 = re.compile(r"pasal\s*17\s*(?:ayat\s*\(?1\)?\s*)?huruf\s*\(?([a-j])\b")


@dataclass(slots=True)
class Reading:
    """What became of one record: what was made of it, or the faults that prevented it."""

    faults: list[NotValid] = field(default_factory=list)

    def fault(self, name: str, code: str) -> None:
        """Note that a cell cannot be understood."""
        self.faults.append(NotValid(name, code))


def section(record: Record) -> InformationClass | None:
    """Return the class of a row that is only a heading between entries, such as Berkala."""
    longest = max(record.words, key=len)
    others = [word for word in record.words if word != longest]
    lone = all(len(word.strip(".() ")) <= 3 for word in others)  # a letter or a Roman number
    return information_class(longest) if lone else None


def information_class(text: str) -> InformationClass | None:
    """Return the class a text names, or None."""
    found = [one for one, words in _CLASSES.items() if words.search(plain(text))]
    return found[0] if len(found) == 1 else None


def public_item(record: Record, within: InformationClass | None, reading: Reading) -> Item:
    """Return the entry a row describes; faults are noted in `reading`.

    What cannot be understood is replaced by something harmless, so that the rest is judged too.
    """
    cells = record.cells
    named = cells.get("information_class", "")
    its_class = information_class(named) if named else within
    if its_class is None:
        reading.fault("information_class", "choice_unclear" if named else "required")
    published = _date(cells.get("published_on", ""), "published_on", reading)
    forms = _forms(cells, reading)
    return Item(
        summary=cells.get("summary", ""),
        holding_unit=cells.get("holding_unit", ""),
        responsible_official=cells.get("responsible_official", ""),
        created_when_where=cells.get("created_when_where", ""),
        forms=forms,
        retention_period=cells.get("retention_period", ""),
        information_class=its_class or InformationClass.PERIODIC,
        url_or_file=cells.get("url_or_file", ""),
        decree_no=cells.get("decree_no", ""),
        published_on=published,
        entry_slug=cells.get("entry_slug", ""),
    )


def exemption(record: Record, reading: Reading) -> tuple[Draft, Decree | None] | None:
    """Return the proposal a row describes, with its decree; faults are noted in `reading`."""
    cells = record.cells
    ground = _ground(cells)
    if ground is None:
        reading.fault("ground", "letter_unclear")
    decree_day = _date(cells.get("decree_date", ""), "decree_date", reading)
    period, expires = _period(cells, reading)
    if ground is None or period is None:
        return None
    draft = Draft(
        title=cells.get("title", ""),
        description=cells.get("description") or cells.get("title", ""),
        holding_unit=cells.get("holding_unit", ""),
        ground=ground,
        other_statute=cells.get("other_statute", ""),
        consequence_if_open=cells.get("consequence_if_open", ""),
        consequence_if_closed=cells.get("consequence_if_closed", ""),
        period_type=period,
        expires_on=expires,
        test_sheet_no=cells.get("test_sheet_no", ""),
        testers=read_testers(cells.get("testers", "")),
    )
    number = cells.get("decree_no", "")
    if decree_day and not number:
        reading.fault("decree_no", "required")
    if number and not cells.get("decree_date"):
        reading.fault("decree_date", "required")
    return draft, Decree(number, decree_day) if number and decree_day else None


def _forms(cells: Mapping[str, str], reading: Reading) -> frozenset[AvailableForm]:
    found: set[AvailableForm] = set()
    before = len(reading.faults)
    for form in AvailableForm:
        ticked = plain(cells.get(form.value, "")) or cells.get(form.value, "").strip()
        if ticked in _YES:
            found.add(form)
        elif ticked not in _NO:
            reading.fault("available_form", "tick_unclear")
    text = cells.get("available_form", "").lower()
    if _SOFT.search(text):
        found.add(AvailableForm.SOFT)
    if _HARD.search(text):
        found.add(AvailableForm.HARD)
    if text and not found:
        reading.fault("available_form", "choice_unclear")
    return frozenset(AvailableForm if len(reading.faults) > before else found)


def _ground(cells: Mapping[str, str]) -> RefusalGround | None:
    own = cells.get("ground", "").lower().strip(" .()")
    letters = [own] if len(own) == 1 else _LETTER.findall(own)
    found = set(letters or _LETTER_OF_17.findall(cells.get("other_statute", "").lower()))
    # Two letters are two exemptions: people must say which one is meant.
    if len(found) != 1 or not found <= set("abcdefghij"):
        return None
    return RefusalGround(f"exempt_{found.pop()}")


def _period(cells: Mapping[str, str], reading: Reading) -> tuple[PeriodType | None, date | None]:
    text = cells.get("period_type", "").strip()
    end = cells.get("expires_on", "")
    until = _date(end, "expires_on", reading) if end else read_date(text)
    if _NEEDED.search(text.lower()):
        return PeriodType.AS_LONG_AS_NEEDED, until
    if _STATUTE.search(text.lower()):
        return PeriodType.BY_STATUTE, until
    if until is None:
        reading.fault("period_type", "period_unclear" if text else "required")
        return None, None
    return PeriodType.FIXED_UNTIL, until


def _date(text: str, name: str, reading: Reading) -> date | None:
    found = read_date(text)
    if text.strip() and found is None:
        reading.fault(name, "date_unclear")
    return found


def read_date(text: str) -> date | None:
    """Return the date in a text: 2026-01-31, 31-01-2026, 31/1/2026 or 31 Januari 2026."""
    text = text.lower()
    if found := re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", text):
        year, month, day = map(int, found.groups())
    elif found := re.search(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b", text):
        day, month, year = map(int, found.groups())
    elif found := re.search(r"\b(\d{1,2})\s+([a-z]+)\s+(\d{4})\b", text):
        names = [name for name in _MONTHS if name.startswith(found[2][:3]) and len(found[2]) >= 3]
        day, month, year = int(found[1]), _MONTHS.index(names[0]) + 1 if names else 0, int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
