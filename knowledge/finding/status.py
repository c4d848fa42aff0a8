"""Whether somebody asks if a thing still exists; such questions are ruled by dates."""

import re

# Plain Indonesian, after slang, Javanese and English were brought to it.
_STILL = re.compile(
    r"\b(masih|tetap)\b.{0,24}\b(ada|jalan|berjalan|berlaku|lanjut|dilanjutkan|aktif|buka|dibuka)\b"
    r"|\b(ada|jalan|berlaku|lanjut|aktif)\b.{0,12}\b(masih|lagi)\b"
    r"|\b(sudah|telah|kok|apa|apakah)\b.{0,24}"
    r"\b(selesai|berakhir|tutup|ditutup|berhenti|dihentikan|dihapus|diganti|bubar|habis)\b"
    r"|\b(tidak|belum)\b.{0,12}\b(ada|jalan|berjalan|lanjut|berlanjut)\b.{0,12}\blagi\b"
    r"|\bganti(nya)?\b.{0,16}\b(apa|program)\b"
)


def asks_whether_it_lasts(plain: str) -> bool:
    """Tell whether a message in plain words asks if something still exists or has ended."""
    return bool(_STILL.search(plain))
