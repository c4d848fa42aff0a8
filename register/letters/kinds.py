"""Names the letters that the office issues about a case."""

from enum import StrEnum


class LetterKind(StrEnum):
    """A letter and the form of Perki 1/2021 that it follows; the value names its template."""

    REQUEST_FORM = "request_form"  # Lampiran VI
    RECEIPT = "receipt"  # UU 14/2008 Pasal 22 ayat (4)
    INCOMPLETE = "incomplete"  # Lampiran IX
    EXTENSION = "extension"  # Pasal 36
    NOTICE = "notice"  # Lampiran VII
    REFUSAL_DECISION = "refusal_decision"  # Lampiran II and III
    OBJECTION_FORM = "objection_form"  # Lampiran X
    OBJECTION_RECEIPT = "objection_receipt"  # Pasal 41 ayat (6)
    OBJECTION_REPLY = "objection_reply"  # Pasal 44
    COVER = "cover"  # Perki 1/2013 Pasal 11


TITLES = {
    LetterKind.REQUEST_FORM: "Formulir Permintaan Informasi Publik",
    LetterKind.RECEIPT: "Tanda Bukti Permohonan Informasi Publik",
    LetterKind.INCOMPLETE: "Surat Keterangan Permohonan Informasi Tidak Lengkap",
    LetterKind.EXTENSION: "Pemberitahuan Perpanjangan Waktu",
    LetterKind.NOTICE: "Pemberitahuan Tertulis",
    LetterKind.REFUSAL_DECISION: "Penetapan Klasifikasi Informasi yang Dikecualikan",
    LetterKind.OBJECTION_FORM: "Pernyataan Keberatan atas Permohonan Informasi",
    LetterKind.OBJECTION_RECEIPT: "Tanda Bukti Pengajuan Keberatan",
    LetterKind.OBJECTION_REPLY: "Tanggapan atas Keberatan",
    LetterKind.COVER: "Daftar Isi Berkas Bukti",
}
