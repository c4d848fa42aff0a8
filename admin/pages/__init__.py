"""The table of contents: every address, its page and the permission it needs."""

from collections.abc import Callable

from starlette.responses import Response

from admin.doorkeeper import Page
from admin.pages import (
    account,
    calendar,
    case,
    decisions,
    desk,
    entering,
    escalations,
    exemptions,
    exports,
    handover,
    health,
    identity,
    journal,
    lists,
    objections,
    opd,
    papers,
    parts,
    questions,
    reckoning,
    requests,
    sign_in,
    survey,
    trouble,
)
from admin.visit import Visit
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return every page; one without a permission is open to everybody on purpose."""
    return [
        *_open_to_all(),
        *_account(),
        *_conversations(),
        *_papers(),
        *_register(),
        *_objections(),
        *_offices(),
        Page("/survei", survey.show, Needs.READ_REGISTER),
        *_lists(),
        *_times(),
        Page("/pertanyaan", questions.show, Needs.READ_QUESTIONS),
        Page("/jurnal", journal.show, Needs.READ_JOURNAL),
        Page("/gangguan", trouble.show, Needs.OPERATE),
        Page("/gangguan/masuk/{number:number}", trouble.run_again, Needs.OPERATE, "POST"),
        Page("/gangguan/keluar/{number:number}", trouble.resend, Needs.OPERATE, "POST"),
    ]


def _open_to_all() -> list[Page]:
    return [
        Page("/healthz", health.alive, None),
        Page("/readyz", health.ready, None),
        Page("/identitas/{token}", identity.show, None),
        Page("/identitas/{token}", identity.hand_in, None, "POST", admits=identity.is_open),
        Page("/periksa/{code}", papers.verify, None),
        Page("/ambil/{token}", papers.hand_over, None),
        Page("/ambil/{token}", papers.take, None, "POST"),
        Page("/masuk", sign_in.show, None),
        Page("/masuk", sign_in.enter, None, "POST"),
    ]


def _account() -> list[Page]:
    return [
        Page("/keluar", sign_in.leave, Needs.OWN_ACCOUNT, "POST"),
        Page("/", desk.show, Needs.OWN_ACCOUNT),
        Page("/akun", account.show, Needs.OWN_ACCOUNT),
        Page("/akun/sandi", account.change_password, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/dua-langkah", account.switch_on, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/dua-langkah/mati", account.switch_off, Needs.OWN_ACCOUNT, "POST"),
    ]


def _papers() -> list[Page]:
    return [
        Page("/berkas/{number:number}", escalations.document, Needs.PROCESS_REQUESTS),
        Page("/surat/{number:number}", papers.letter, Needs.REVEAL_IDENTITY),
        Page("/register/{number:number}/bukti", papers.evidence, Needs.REVEAL_IDENTITY),
        Page("/register/unduh", exports.show, Needs.READ_REGISTER),
        Page("/register/unduh", exports.ask, Needs.READ_REGISTER, "POST"),
        Page("/register/unduh/{number:number}", exports.watch, Needs.READ_REGISTER),
        Page("/register/unduh/{number:number}/berkas", exports.fetch, Needs.READ_REGISTER),
    ]


def _offices() -> list[Page]:
    return [
        Page("/bagian", parts.own, Needs.ANSWER_PARTS),
        Page("/bagian/{number:number}", parts.show, Needs.ANSWER_PARTS),
        Page("/bagian/{number:number}/jawab", parts.answer, Needs.ANSWER_PARTS, "POST"),
        Page("/bagian/{number:number}/kembalikan", parts.send_back, Needs.ANSWER_PARTS, "POST"),
        Page("/opd", opd.show, Needs.MANAGE_STAFF),
        Page("/opd", opd.add, Needs.MANAGE_STAFF, "POST"),
        Page("/opd/{number:number}/tutup", opd.close, Needs.MANAGE_STAFF, "POST"),
    ]


def _times() -> list[Page]:
    return [
        Page("/kalender", calendar.show, Needs.OWN_ACCOUNT),
        Page("/kalender/{number:number}", calendar.show_year, Needs.OWN_ACCOUNT),
        Page("/kalender/periksa", calendar.review, Needs.KEEP_CALENDAR, "POST"),
        Page("/kalender/ubah", calendar.change, Needs.KEEP_CALENDAR, "POST"),
        Page("/hitung", reckoning.show, Needs.OWN_ACCOUNT),
    ]


def _register() -> list[Page]:
    def act(name: str, endpoint: Callable[[Visit], Response], needs: Needs) -> Page:
        return Page(f"/register/{{number:number}}/{name}", endpoint, needs, "POST")

    return [
        Page("/register", requests.book_page, Needs.READ_REGISTER),
        Page("/register/baru", entering.blank, Needs.PROCESS_REQUESTS),
        Page("/register/baru", entering.enter, Needs.PROCESS_REQUESTS, "POST", most_files=5),
        Page("/register/{number:number}", case.show, Needs.READ_REGISTER),
        act("identitas", case.reveal, Needs.REVEAL_IDENTITY),
        act("proses", requests.take_up, Needs.PROCESS_REQUESTS),
        act("tidak-lengkap", requests.find_incomplete, Needs.PROCESS_REQUESTS),
        act("surat-tiba", requests.letter_arrived, Needs.PROCESS_REQUESTS),
        act("lengkapi", requests.repair, Needs.PROCESS_REQUESTS),
        act("bagian", parts.assign, Needs.PROCESS_REQUESTS),
        act("badan-lain", parts.elsewhere, Needs.PROCESS_REQUESTS),
        act("perpanjang", decisions.extend, Needs.DECIDE_REQUESTS),
        act("kabulkan", decisions.grant, Needs.DECIDE_REQUESTS),
        act("tolak", decisions.refuse, Needs.DECIDE_REQUESTS),
        act("setujui", decisions.approve, Needs.APPROVE_REFUSALS),
        act("kembalikan", decisions.send_back, Needs.APPROVE_REFUSALS),
        act("berkas", handover.add_file, Needs.PROCESS_REQUESTS),
        act("bayar", handover.pay, Needs.PROCESS_REQUESTS),
        act("serahkan", handover.provide, Needs.PROCESS_REQUESTS),
        act("terima", requests.confirm, Needs.PROCESS_REQUESTS),
        act("cabut", requests.withdraw, Needs.PROCESS_REQUESTS),
        Page("/register/berkas/{number:number}", handover.look, Needs.RELEASE_FILES),
        Page(
            "/register/berkas/{number:number}/lepas", handover.release, Needs.RELEASE_FILES, "POST"
        ),
        Page(
            "/register/berkas/{number:number}/tarik", handover.drop, Needs.PROCESS_REQUESTS, "POST"
        ),
        Page(
            "/register/{number:number}/keberatan",
            entering.blank_objection,
            Needs.PROCESS_REQUESTS,
        ),
        act("keberatan", entering.enter_objection, Needs.PROCESS_REQUESTS),
    ]


def _objections() -> list[Page]:
    def act(name: str, endpoint: Callable[[Visit], Response], needs: Needs) -> Page:
        return Page(f"/keberatan/{{number:number}}/{name}", endpoint, needs, "POST")

    return [
        Page("/keberatan", objections.book_page, Needs.READ_REGISTER),
        Page("/keberatan/baru", entering.blank_periodic, Needs.PROCESS_REQUESTS),
        Page("/keberatan/baru", entering.enter_periodic, Needs.PROCESS_REQUESTS, "POST"),
        Page("/keberatan/{number:number}", objections.show, Needs.READ_REGISTER),
        act("identitas", objections.reveal, Needs.REVEAL_IDENTITY),
        act("tanggapi", objections.decide, Needs.DECIDE_OBJECTIONS),
        act("menerima", objections.accept, Needs.PROCESS_REQUESTS),
        act("tidak-puas", objections.contest, Needs.PROCESS_REQUESTS),
        act("cabut", objections.withdraw, Needs.PROCESS_REQUESTS),
    ]


def _lists() -> list[Page]:
    item, record = "/daftar/{number:number}", "/daftar/dikecualikan/{number:number}"
    return [
        Page("/daftar", lists.show, Needs.OWN_ACCOUNT),
        Page("/daftar/baru", lists.blank, Needs.KEEP_LISTS),
        Page("/daftar/baru", lists.add, Needs.KEEP_LISTS, "POST"),
        Page("/daftar/impor", lists.import_page, Needs.KEEP_LISTS),
        Page("/daftar/impor", lists.import_file, Needs.KEEP_LISTS, "POST"),
        Page("/daftar/impor/dip.csv", lists.public_template, Needs.KEEP_LISTS),
        Page("/daftar/impor/dik.csv", lists.exempt_template, Needs.DECIDE_REQUESTS),
        Page(item, lists.show_item, Needs.OWN_ACCOUNT),
        Page(f"{item}/ubah", lists.amend, Needs.KEEP_LISTS, "POST"),
        Page(f"{item}/periksa", lists.confirm, Needs.KEEP_LISTS, "POST"),
        Page(f"{item}/tarik", lists.retire, Needs.KEEP_LISTS, "POST"),
        Page("/daftar/dikecualikan", exemptions.show, Needs.READ_REGISTER),
        Page("/daftar/dikecualikan/baru", exemptions.blank, Needs.DECIDE_REQUESTS),
        Page("/daftar/dikecualikan/baru", exemptions.propose, Needs.DECIDE_REQUESTS, "POST"),
        Page(record, exemptions.show_record, Needs.READ_REGISTER),
        Page(f"{record}/ubah", exemptions.amend, Needs.DECIDE_REQUESTS, "POST"),
        Page(f"{record}/tetapkan", exemptions.establish, Needs.APPROVE_REFUSALS, "POST"),
        Page(f"{record}/kembalikan", exemptions.send_back, Needs.APPROVE_REFUSALS, "POST"),
        Page(f"{record}/usul-buka", exemptions.propose_opening, Needs.DECIDE_REQUESTS, "POST"),
        Page(f"{record}/buka", exemptions.declassify, Needs.APPROVE_REFUSALS, "POST"),
        Page(f"{record}/tetap-tutup", exemptions.keep_closed, Needs.APPROVE_REFUSALS, "POST"),
    ]


def _conversations() -> list[Page]:
    return [
        Page("/antrean", escalations.queue, Needs.ANSWER_CITIZENS),
        Page("/antrean/berikutnya", escalations.claim_next, Needs.ANSWER_CITIZENS, "POST"),
        Page("/percakapan/{number:number}", escalations.show, Needs.ANSWER_CITIZENS),
        Page("/percakapan/{number:number}/ambil", escalations.claim, Needs.ANSWER_CITIZENS, "POST"),
        Page("/percakapan/{number:number}/balas", escalations.reply, Needs.ANSWER_CITIZENS, "POST"),
        Page(
            "/percakapan/{number:number}/catatan", escalations.note, Needs.ANSWER_CITIZENS, "POST"
        ),
        Page(
            "/percakapan/{number:number}/lepas",
            escalations.release,
            Needs.ANSWER_CITIZENS,
            "POST",
        ),
        Page("/percakapan/{number:number}/tutup", escalations.close, Needs.ANSWER_CITIZENS, "POST"),
    ]
