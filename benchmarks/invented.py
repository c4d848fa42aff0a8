"""Invents what people ask for and who they are: words of known frequency, nobody real."""

import random
from dataclasses import dataclass, field

from register.intake import Identity

# A word that stands in two requests of three, two in every fifth, and two that never meet.
COMMONEST, COMMON, AS_COMMON = "dokumen", "anggaran", "laporan"
NEVER_TOGETHER = ("jalan", "sungai")
UNFINISHED = "angg"
ABSENT = "xylofon"
_RARE_USES = 30
_SUBJECTS = (
    "irigasi puskesmas sekolah jembatan pasar terminal drainase perizinan retribusi hibah bansos "
    "beasiswa pengadaan lelang kontrak kepegawaian mutasi aset tanah sertifikat tataruang limbah "
    "sampah parkir reklame pariwisata pertanian pupuk perikanan koperasi umkm pajak dana alokasi "
    "renstra renja rkpd lkjip lkpd apbd perda perbup notulen rapat audiensi inspektorat audit "
    "temuan pengawasan pengaduan pelayanan posyandu stunting imunisasi ambulans obat alkes listrik "
    "embung sumur pamsimas hutan taman trotoar marka halte angkutan kir uji tera timbangan"
).split()
_SYLLABLES = "ba ca da ga ja ka la ma na pa ra sa ta wa ya bo do go ko lo mo no po ro so to".split()
_FIRST = "Sari Joko Budi Dewi Agus Ratna Wahyu Putri Slamet Endah Bayu Lestari".split()
_LAST = "Wulandari Santoso Prakoso Handayani Nugroho Kusuma Utomo Maharani".split()


@dataclass(slots=True)
class Invented:
    """Texts and people of a register of some size; the same size gives the same ones."""

    size: int
    chance: random.Random = field(default_factory=lambda: random.Random(14_2008))

    def information(self, number: int) -> str:
        """Return what one request asks for."""
        chance = self.chance
        words = ["salinan"]
        if number % 3:
            words.append(COMMONEST)
        if chance.random() < 0.4:
            words.append(COMMON)
        if chance.random() < 0.4:
            words.append(AS_COMMON)
        if number % 5 < 2:
            words.append(NEVER_TOGETHER[number % 5])
        words += chance.sample(_SUBJECTS, 3)
        words += ["desa", self.rare(number * 31), "kecamatan", self.rare(number * 17 + 7)]
        words += ["tahun", str(2019 + number % 8)]
        return " ".join(words)

    def rare(self, number: int) -> str:
        """Return a village's name; each is used about thirty times, however long the register."""
        kinds = max(1, self.size * 2 // _RARE_USES)
        number %= kinds
        base = len(_SYLLABLES)
        marks = [(number // base**power) % base for power in range(4)]
        return "su" + "".join(_SYLLABLES[mark] for mark in marks)

    def person(self, number: int) -> int:
        """Return who asks; everybody asks about five times."""
        return 700_000_000 + number * 7919 % max(1, self.size // 5)


def identity(person: int) -> Identity:
    """Return who a person is."""
    return Identity(
        applicant_name=f"{_FIRST[person % 12]} {_LAST[person // 12 % 8]}",
        address=f"Jalan Melati {person % 90 + 1}, Desa Sukamaju, Kecamatan Sukasari",
        national_id=nik_of(person),
        phone=f"0812{person % 10**8:08d}",
        email=f"warga{person % 10**6}@contoh.id",
    )


def nik_of(person: int) -> str:
    """Return a person's NIK: of a district that has none, on a day that everybody was born."""
    return f"350715{person % 28 + 1:02d}0190{person % 10_000:04d}"
