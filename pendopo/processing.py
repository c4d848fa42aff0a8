"""Prints the records of processing and the short impact assessment from the retention schedule."""

from collections.abc import Iterator

from admin.dates import kept_for
from office.retention import Activity, Line, Risk, schedule

_HEAD = """# Pelindungan data pribadi

Halaman ini dicetak dari jadwal retensi (`office/retention.id.toml`) dengan
`pendopo retention --records`; sebuah uji menjaga keduanya tetap sama. Masa simpan di sini adalah
bawaan. Yang berlaku di kantor Anda ada di panel, halaman **Data pribadi**, dan dapat diubah di sana
oleh pejabat pelindungan data di antara batas paling sedikit dan paling lama.

## Hak warga

Warga mengetik **privasi** di bot: membaca pemberitahuan, melihat ringkasan datanya, mengunduh
salinan (PDF dan JSON, dibuat saat dikirim dan tidak disimpan), memperbaiki, menarik tiap
persetujuan, meminta pembatasan, berkeberatan, dan menghapus. Yang harus diputuskan petugas masuk ke
halaman `/data-pribadi` dengan tenggat 72 jam yang dihitung menurut jam, hari libur termasuk (UU
27/2022 Pasal 30, 32, 40, dan 41). Petugas diperingatkan 24 jam sebelum tenggat dan saat terlewat.
Yang tidak dipenuhi seluruhnya selalu memakai alasan hukum dari daftar tertutup.

Menghapus berarti: isian, riwayat pertanyaan, percakapan yang selesai, langganan, dan permintaan
kabar hilang saat itu juga; baris register tetap karena register adalah arsip negara (UU 43/2009).
Identitas di dalamnya dibatasi, lalu disamarkan ketika masa retensinya habis. Permintaan menghapus
karena itu dijawab "dipenuhi sebagian", dan pembatasannya terjadi dalam perbuatan yang sama.

Bila pelindungan data gagal, warga yang terdampak dan lembaga diberi tahu secara tertulis dalam
3 x 24 jam sejak diketahui (UU 27/2022 Pasal 46): halaman `/data-pribadi/kegagalan`, dengan orang
kedua yang mengonfirmasi dan daftar yang tidak terjangkau di Telegram.

Salinan yang dikirim di percakapan menampilkan NIK, alamat, dan kode pelacakan sebagian saja; yang
lengkap diserahkan di loket kepada yang menunjukkan identitasnya. Salinan JSON dibuka
dengan `keterangan`: arti setiap nama dan kode di dalamnya, dalam bahasa Indonesia.

## Yang menunda pemusnahan

Masa simpan tidak memusnahkan apa pun dari perkara yang ditahan (halaman **Jadwal retensi**, dengan
alasan dan dicatat di jurnal), yang identitasnya dibatasi, atau yang pemohonnya masih menunggu
jawaban atas permintaan tentang datanya. Bunyi pemberitahuan kepada pemohon itu, dan kepada pemohon
yang keberatan atau sengketanya masih berjalan, ikut ditahan. Pembatasan karena permintaan menghapus
tidak menunda: identitas itu justru menunggu masanya habis. Sengketa di Komisi Informasi tidak
diketahui program; tahan perkaranya begitu gugatan diterima.

## Yang tersisa di jurnal

Jurnal mencatat nomor akun Telegram warga di samping nomor perkaranya, tanpa nama dan tanpa isi.
Rantainya tidak dapat diubah, jadi nomor akun tetap ada di sana selama jurnal disimpan, juga sesudah
identitas pada register dihapus. Yang dapat membacanya: atasan PPID, PPID, pejabat pelindungan data,
pemeriksa, dan administrator sistem.

## Catatan kegiatan pemrosesan (UU 27/2022 Pasal 31)
"""
_RISKS = "## Penilaian dampak singkat (UU 27/2022 Pasal 34)"


def document() -> str:
    """Return the page as Markdown."""
    known = schedule()
    lines = {one.name: one for one in known.lines}
    parts = [_HEAD]
    parts += ["\n".join(_activity(one, lines)) for one in known.activities]
    parts.append("\n".join(_schedule(known.lines)))
    lasting = [f"- {one.what}. Dasar: {one.basis}." for one in known.lasting]
    parts.append("\n".join(["## Yang tidak dihapus", "", *lasting, ""]))
    parts.append("\n".join(_risks(known.risks)))
    return "\n".join(parts)


def _risks(risks: tuple[Risk, ...]) -> Iterator[str]:
    yield _RISKS
    yield ""
    yield "| risiko | pencegahan | sisa |"
    yield "|---|---|---|"
    for one in risks:
        yield f"| {one.what} | {one.prevented_by} | {one.left} |"
    yield ""


def _activity(one: Activity, lines: dict[str, Line]) -> Iterator[str]:
    yield f"### {one.name}"
    yield ""
    yield f"- Tujuan: {one.purpose}."
    yield f"- Subjek data: {one.subjects}."
    yield f"- Data: {one.data}."
    yield f"- Dasar: {one.basis}."
    yield f"- Yang membaca: {one.readers}."
    yield "- Masa simpan:"
    for name in one.pieces:
        piece = lines[name]
        yield f"  - {piece.what}: {kept_for(piece.days)} sejak {piece.counted_from}"
    yield ""


def _schedule(lines: tuple[Line, ...]) -> Iterator[str]:
    yield "## Jadwal retensi"
    yield ""
    yield "| data | dihitung sejak | disimpan | paling sedikit | paling lama | akhirnya | dasar |"
    yield "|---|---|---|---|---|---|---|"
    for one in lines:
        terms = (kept_for(days) for days in (one.days, one.least, one.most))
        cells = (one.what, one.counted_from, *terms, one.ending, one.basis)
        yield f"| {' | '.join(cells)} |"
    yield ""
