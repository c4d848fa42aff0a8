"""Lines of the two registers as an ordinary month brings them."""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from register.sheets.lines import Heading, ObjectionLine, RequestLine

HEADING = Heading(
    office="PPID Utama Kabupaten Sumberjaya",
    first_day=date(2026, 1, 1),
    last_day=date(2026, 12, 31),
    issued=datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta")),
)
GRANTED = RequestLine(
    registration_number="0001/PPID/XI/2026",
    received_date=date(2026, 11, 9),
    applicant_name="Siti Rahmawati",
    identity_number="3211************",
    address="Jalan Melati 5, Sumberjaya",
    contact="081200000001",
    occupation="Guru",
    has_power_of_attorney=False,
    information_detail="Anggaran perbaikan jalan desa tahun 2025",
    purpose_of_use="Bahan mengajar",
    under_control=True,
    holding_body="",
    not_documented=False,
    held_soft=True,
    held_hard=False,
    wants_view=False,
    wants_copy=True,
    decision="granted_full",
    refusal_reason="",
    notice_date=date(2026, 11, 23),
    provided_date=date(2026, 11, 24),
    fee_amount=15_000,
    payment_method="Tunai",
    register_note="",
)
ELSEWHERE = RequestLine(
    registration_number="0002/PPID/XI/2026",
    received_date=date(2026, 11, 10),
    applicant_name="Perkumpulan Air Bersih (kuasa: Budi)",
    identity_number="AHU-0001.AH.01.07",
    address="Jalan Kenanga 7",
    contact="budi@contoh.id",
    occupation="",
    has_power_of_attorney=True,
    information_detail="Peta jaringan pipa",
    purpose_of_use="Penelitian",
    under_control=False,
    holding_body="Dinas Sumber Daya Air Provinsi",
    not_documented=True,
    held_soft=False,
    held_hard=True,
    wants_view=True,
    wants_copy=False,
    decision="refused_not_held",
    refusal_reason="Informasi tidak dikuasai",
    notice_date=date(2026, 11, 24),
    provided_date=None,
    fee_amount=None,
    payment_method="",
    register_note="Tidak diperbaiki sampai batas waktu",
)
OBJECTION = ObjectionLine(
    objection_number="0001/KBR/XI/2026",
    received_date=date(2026, 11, 12),
    applicant_name="Siti Rahmawati (kuasa: Joko)",
    address="Jalan Melati 5, Sumberjaya",
    contact="081200000001",
    occupation="Guru",
    request_number="0001/PPID/XI/2026",
    information_detail="Anggaran perbaikan jalan desa tahun 2025",
    purpose_of_use="Bahan mengajar",
    grounds=frozenset("ace"),
    superior_decision=None,
    response_date=date(2026, 12, 23),
    superior_name_position="Dadang, Sekretaris Daerah",
    applicant_reaction="Menerima",
    refusal_or_grant_reason="Informasi diberikan",
)


def opened(file: BytesIO) -> Worksheet:
    """Return the only worksheet of a workbook just written."""
    file.seek(0)
    workbook = load_workbook(file)
    assert len(workbook.worksheets) == 1
    return workbook.worksheets[0]
