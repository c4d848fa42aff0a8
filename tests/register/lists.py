"""What the tests of the two lists share: an entry, a proposal, and a decree."""

from dataclasses import replace
from datetime import date

from office.people import StaffMember
from office.unit import Office
from register import exemptions, public_list
from register.exemption_form import Decree, Draft, Examiner
from register.list_words import AvailableForm, InformationClass, PeriodType
from register.public_list import Item
from register.words import RefusalGround

RKPD = Item(
    summary="Rencana Kerja Pemerintah Daerah tahun 2026",
    holding_unit="Bappeda",
    responsible_official="Kepala Bappeda",
    created_when_where="Juni 2025, Bappeda",
    forms=frozenset({AvailableForm.SOFT, AvailableForm.HARD}),
    retention_period="5 tahun, lalu permanen",
    information_class=InformationClass.PERIODIC,
)
RECORDS = Draft(
    title="Rekam medis pasien RSUD",
    description="Seluruh isi rekam medis yang menunjuk orang tertentu.",
    holding_unit="RSUD",
    ground=RefusalGround.EXEMPT_H,
    other_statute="UU 17/2023 tentang Kesehatan",
    consequence_if_open="Riwayat kesehatan seseorang diketahui umum tanpa persetujuannya.",
    consequence_if_closed="Pasien terlindungi; statistik kesehatan tetap diumumkan.",
    period_type=PeriodType.AS_LONG_AS_NEEDED,
    test_sheet_no="UK/01/2026",
    testers=(Examiner("dr. Lina", "Direktur RSUD"), Examiner("Hadi", "Kabag Hukum")),
)
DECREE = Decree("188/45/2026", date(2026, 11, 20))
NOTE = "Uji konsekuensinya belum menimbang kepentingan umum."


def item(**changes: object) -> Item:
    """Return the entry of the RKPD with changes."""
    return replace(RKPD, **changes)  # type: ignore[arg-type]


def draft(**changes: object) -> Draft:
    """Return the proposal about patients' records with changes."""
    return replace(RECORDS, **changes)  # type: ignore[arg-type]


def listed(office: Office, keeper: StaffMember, **changes: object) -> int:
    """Enter public information; return its identifier."""
    with office.unit(keeper) as unit:
        return public_list.add(unit, item(**changes))


def proposed(office: Office, proposer: StaffMember, **changes: object) -> int:
    """Propose an exemption; return its identifier."""
    with office.unit(proposer) as unit:
        return exemptions.propose(unit, draft(**changes))


def established(
    office: Office, proposer: StaffMember, superior: StaffMember, **changes: object
) -> int:
    """Propose an exemption and let the superior establish it; return its identifier."""
    number = proposed(office, proposer, **changes)
    with office.unit(superior) as unit:
        exemptions.establish(unit, number, version=1, decree=DECREE)
    return number
