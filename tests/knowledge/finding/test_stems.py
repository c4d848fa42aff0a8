"""Stems: families stay together, strangers apart."""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.finding.lexicon import usual
from knowledge.finding.reader import stemmer_of
from knowledge.finding.stems import Stemmer

STEMMER = stemmer_of(usual())

FAMILIES = [
    "mohon memohon pemohon permohonan permohonannya",
    "minta meminta permintaan",
    "keberatan",
    "ajukan mengajukan pengajuan diajukan",
    "informasi informasinya",
    "layanan pelayanan melayani dilayani",
    "tolak menolak ditolak penolakan",
    "daftar mendaftar pendaftaran didaftarkan",
    "panjang perpanjangan memperpanjang diperpanjang",
    "kecuali dikecualikan pengecualian",
    "salinan menyalin penyalinan disalin",
    "lapor melapor laporan pelaporan dilaporkan",
    "adu aduan pengaduan mengadu",
    "rencana perencanaan merencanakan",
    "usul usulan mengusulkan diusulkan",
    "bayar membayar pembayaran dibayar",
    "hilang kehilangan menghilangkan",
    "lahir kelahiran",
    "terima menerima penerima diterima",
    "tanya bertanya pertanyaan ditanya menanyakan",
    "jawab menjawab jawaban dijawab",
    "lengkap melengkapi kelengkapan dilengkapi",
    "putus keputusan putusan memutuskan",
    "sengketa",
    "biaya pembiayaan",
    "syarat persyaratan",
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.split()[0])
def test_the_members_of_a_family_have_one_stem(family: str) -> None:
    stems = {word: STEMMER.stem(word) for word in family.split()}
    assert len(set(stems.values())) == 1, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pemohon", "pohon"),
        ("keberatan", "berat"),
        ("penduduk", "duduk"),
        ("petugas", "tugas"),
        ("pengadaan", "ada"),
        ("pemerintah", "perintah"),
        ("setuju", "tuju"),
        ("sekolah", "kolah"),
    ],
)
def test_words_that_only_look_related_stay_apart(one: str, other: str) -> None:
    assert STEMMER.stem(one) != STEMMER.stem(other)


@pytest.mark.parametrize("particle", ["nya", "lah", "kah", "ku", "mu"])
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.split()[0])
def test_particles_do_not_tear_a_family_apart(family: str, particle: str) -> None:
    bare = [word for word in family.split() if not word.endswith("nya")]
    assert {STEMMER.stem(word + particle) for word in bare} == {STEMMER.stem(bare[0])}


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=40))
def test_any_word_has_a_stem_of_at_least_one_letter(word: str) -> None:
    assert bool(STEMMER.stem(word)) == bool(word)


def test_several_threads_at_once_spoil_nobody_s_stems() -> None:
    # None of these is a root or of a family, so each goes to Snowball's rules.
    words = [f"me{a}{b}o{c}uhkan" for a in "bdgjklrst" for b in "aeiou" for c in "bdgklmnprst"]
    alone = _stemmed(Stemmer(frozenset(), {}), words)
    shifts = [words[start:] + words[:start] for start in range(0, len(words), 62)]
    usual_interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(3):
            shared = Stemmer(frozenset(), {})
            with ThreadPoolExecutor(8) as threads:
                # Each begins elsewhere: they work on different words at the same time.
                list(threads.map(partial(_stemmed, shared), shifts))
            assert _stemmed(shared, words) == alone
    finally:
        sys.setswitchinterval(usual_interval)


def _stemmed(stemmer: Stemmer, words: list[str]) -> list[str]:
    return [stemmer.stem(word) for word in words]
