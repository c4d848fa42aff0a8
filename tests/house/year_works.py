"""What the applicants of an invented year write as their work."""

# What people write as their work, and the group in which figures count it.
WORKS = {
    "petani": "farmer", "Buruh tani": "farmer", "GURU": "educator", "dosen PNS": "educator",
    "Mahasiswa semester 7": "student", "pegawai negeri": "civil_servant",
    "Pensiunan guru": "not_working", "karyawan swasta": "employee", "Wiraswasta": "business",
    "ibu rumah tangga": "homemaker", "dukun bayi": "other", "notaris": "lawyer",
}  # fmt: skip
_OFTEN = tuple(WORKS)[:-1]
_RARE = 97


def work_of(number: int) -> str:
    """Return what an applicant wrote as their work; one has a work that nobody else has."""
    return "notaris" if number == _RARE else _OFTEN[number % len(_OFTEN)]
