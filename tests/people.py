"""The standing people of every test, and the moment at which they meet."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from office.people import Citizen, Clockwork, Role, StaffMember
from office.unit import Unit
from register.intake import Identity, RequestForm
from register.words import (
    AccessMode,
    ApplicantType,
    CopyFormat,
    DeliveryMethod,
    PurposeCategory,
)

WIB = ZoneInfo("Asia/Jakarta")
MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 in Jakarta

BU_SARI = Citizen(700_000_001)
PAK_JOKO = Citizen(700_000_002)
CLOCKWORK = Clockwork("test")
NIK = "3507152102900001"
PASSWORD = "kata-sandi-untuk-uji"


def staff_member(
    unit: Unit, login: str, name: str, *roles: Role, regional_office: int | None = None
) -> StaffMember:
    """Create an account with the test's password and return its member of staff."""
    from office import staff  # noqa: PLC0415 - keeps argon2 out of tests that need no staff

    number = staff.add(
        unit, login=login, name=name, roles=roles, password_hash=_cheaply_hashed(),
        regional_office=regional_office,
    )  # fmt: skip
    return StaffMember(number, name, frozenset(roles), regional_office)


@cache
def _cheaply_hashed() -> str:
    """Return a hash that is verified in no time: what one costs stands in the hash itself."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def a_form(**changes: object) -> RequestForm:
    """Return a complete form of Bu Sari's."""
    fields: dict[str, object] = {
        "applicant_type": ApplicantType.INDIVIDUAL,
        "identity": Identity(
            applicant_name="Sari Wulandari",
            address="Jalan Melati 5, Desa Sukamaju",
            national_id=NIK,
            phone="081234567890",
            email="sari@contoh.id",
        ),
        "identity_doubt": None,
        "occupation": "guru",
        "power_of_attorney": None,
        "information_detail": "Dokumen RKPD tahun 2026 dari Bappeda",
        "purpose_of_use": "penelitian skripsi",
        "purpose_category": PurposeCategory.RESEARCH,
        "access_mode": AccessMode.COPY,
        "copy_format": CopyFormat.SOFTCOPY,
        "delivery_method": DeliveryMethod.TELEGRAM,
    }
    return RequestForm(**{**fields, **changes})  # type: ignore[arg-type]
