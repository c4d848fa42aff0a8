"""Pure: what people write as their work, told apart in the few groups that figures know."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise

from register.words import ApplicantType

_WORD = re.compile(r"[a-z0-9]+")


class Occupation(StrEnum):
    """The groups of work; a legal entity writes what it does instead, and counts by itself."""

    FARMER = "farmer"
    EDUCATOR = "educator"
    STUDENT = "student"
    CIVIL_SERVANT = "civil_servant"
    EMPLOYEE = "employee"
    BUSINESS = "business"
    JOURNALIST = "journalist"
    LAWYER = "lawyer"
    ORGANISATION = "organisation"
    HOMEMAKER = "homemaker"
    NOT_WORKING = "not_working"
    ENTITY = "entity"
    OTHER = "other"
    NONE = "none"


# By what words each group is known, in the order in which they are tried: who was a teacher is a
# pensioner, and a teacher in the service of the state is a teacher.
_KNOWN_BY: Mapping[Occupation, tuple[str, ...]] = {
    Occupation.NOT_WORKING: (
        "pensiun", "pensiunan", "purnawirawan", "purnabakti", "purna tugas", "tidak bekerja",
        "belum bekerja", "tidak ada", "belum ada", "pengangguran", "pencari kerja",
    ),
    Occupation.STUDENT: (
        "mahasiswa", "mahasiswi", "pelajar", "siswa", "siswi", "santri", "murid",
    ),
    Occupation.EDUCATOR: (
        "guru", "dosen", "pengajar", "pendidik", "peneliti", "akademisi", "kepala sekolah",
        "ustaz", "ustadz", "tutor",
    ),
    Occupation.JOURNALIST: ("wartawan", "jurnalis", "reporter", "pers"),
    Occupation.LAWYER: (
        "advokat", "pengacara", "notaris", "ppat", "kuasa hukum", "konsultan hukum", "paralegal",
    ),
    Occupation.CIVIL_SERVANT: (
        "pns", "asn", "pppk", "p3k", "tni", "polri", "polisi", "pegawai negeri", "pegawai negri",
        "aparatur sipil", "perangkat desa", "kepala desa", "sekretaris desa", "kades", "lurah",
        "camat", "bpd", "kepala dusun", "dprd", "anggota dewan",
    ),
    Occupation.ORGANISATION: (
        "lsm", "ormas", "aktivis", "yayasan", "pendamping desa", "relawan", "pekerja sosial",
    ),
    Occupation.FARMER: (
        "petani", "tani", "pekebun", "peternak", "nelayan", "petambak", "pembudidaya",
    ),
    Occupation.BUSINESS: (
        "wiraswasta", "wirausaha", "wirausahawan", "pengusaha", "pedagang", "dagang", "usaha",
        "kontraktor", "umkm",
    ),
    Occupation.HOMEMAKER: ("rumah tangga", "irt"),
    Occupation.EMPLOYEE: (
        "karyawan", "karyawati", "pegawai", "buruh", "swasta", "pekerja", "honorer", "sopir",
        "supir", "pengemudi", "ojek", "kurir", "satpam", "kuli", "tukang", "staf",
    ),
}  # fmt: skip
# Each word, or pair of words, with its place among those that are tried.
_RANKS = {
    words: (place, group)
    for place, (group, known) in enumerate(_KNOWN_BY.items())
    for words in known
}


def group(occupation: str, applicant_type: str) -> Occupation:
    """Return the group of what an applicant wrote; `NONE` where nothing is said any more."""
    plain = unicodedata.normalize("NFKD", occupation.casefold()).replace(".", "")
    words = _WORD.findall(plain)
    if not words:
        return Occupation.NONE
    if ApplicantType(applicant_type).is_entity:
        return Occupation.ENTITY
    said = (*words, *map(" ".join, pairwise(words)))
    found = [_RANKS[one] for one in said if one in _RANKS]
    return min(found)[1] if found else Occupation.OTHER
