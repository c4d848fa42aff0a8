"""The table of contents: every address, its page and the permission it needs."""

from collections.abc import Callable

from starlette.responses import Response

from admin.doorkeeper import Page
from admin.pages import (
    agenda,
    api_contents,
    audit_contents,
    books,
    breach_contents,
    broadcast_contents,
    calendar,
    case,
    conversation_contents,
    dashboard_contents,
    decisions,
    desk,
    dispositions,
    documents,
    editor,
    entering,
    entries,
    exchange,
    exemptions,
    exports,
    group_contents,
    handover,
    health,
    hour_contents,
    identity,
    insight,
    lists,
    misses,
    objections,
    opd,
    papers,
    parts,
    posters,
    programmes,
    public_contents,
    questions,
    queue_contents,
    reckoning,
    report_contents,
    requests,
    review,
    review_contents,
    rights_contents,
    staff_contents,
    survey,
    tester,
    trouble,
)
from admin.visit import Visit
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return every page; one without a permission is open to everybody on purpose."""
    return [
        *_open_to_all(),
        *public_contents.pages(),
        *api_contents.pages(),
        Page("/", desk.show, Needs.OWN_ACCOUNT),
        *staff_contents.pages(),
        *group_contents.pages(),
        *hour_contents.pages(),
        *breach_contents.pages(),
        *broadcast_contents.pages(),
        *queue_contents.pages(),
        *report_contents.pages(),
        *conversation_contents.pages(),
        *_papers(),
        *_register(),
        *_objections(),
        *_offices(),
        Page("/survei", survey.show, Needs.READ_REGISTER),
        *_lists(),
        *_times(),
        *_programmes(),
        *_posters(),
        *_entries(),
        *audit_contents.pages(),
        *dashboard_contents.pages(),
        *_curation(),
        *review_contents.pages(),
        *rights_contents.pages(),
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
        Page("/ambil/{token}", papers.hand_over, None),
        Page("/ambil/{token}", papers.take, None, "POST"),
    ]


def _papers() -> list[Page]:
    return [
        Page("/berkas/{number:number}", documents.download, Needs.PROCESS_REQUESTS),
        Page("/berkas/{number:number}/lihat", documents.look, Needs.PROCESS_REQUESTS),
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
        *_questions_to_offices(),
        Page("/bagian/{number:number}", parts.show, Needs.ANSWER_PARTS),
        Page("/bagian/{number:number}/jawab", parts.answer, Needs.ANSWER_PARTS, "POST"),
        Page("/bagian/{number:number}/kembalikan", parts.send_back, Needs.ANSWER_PARTS, "POST"),
        Page("/opd", opd.show, Needs.MANAGE_STAFF),
        Page("/opd", opd.add, Needs.MANAGE_STAFF, "POST"),
        Page("/opd/{number:number}/tutup", opd.close, Needs.MANAGE_STAFF, "POST"),
    ]


def _questions_to_offices() -> list[Page]:
    one, needs = "/bagian/tanya/{number:number}", Needs.ANSWER_PARTS
    return [
        Page(one, dispositions.show, needs),
        Page(f"{one}/berkas", dispositions.enclosed, needs),
        Page(f"{one}/jawab", dispositions.answer, needs, "POST"),
        Page(f"{one}/kembalikan", dispositions.send_back, needs, "POST"),
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
        Page("/register", books.requests, Needs.READ_REGISTER),
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
        Page("/keberatan", books.objections, Needs.READ_REGISTER),
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


def _programmes() -> list[Page]:
    one, event = "/program/{slug:slug}", "/agenda/{number:number}"
    return [
        Page("/program", programmes.show, Needs.CURATE),
        Page("/program/baru", programmes.blank, Needs.CURATE),
        Page("/program/baru", programmes.add, Needs.CURATE, "POST"),
        Page(one, programmes.show_one, Needs.CURATE),
        Page(f"{one}/ubah", programmes.amend, Needs.CURATE, "POST"),
        Page(f"{one}/agenda/periksa", agenda.review, Needs.CURATE, "POST"),
        Page(f"{one}/agenda", agenda.plan, Needs.CURATE, "POST"),
        Page(event, agenda.show, Needs.CURATE),
        Page(f"{event}/periksa", agenda.review_change, Needs.CURATE, "POST"),
        Page(f"{event}/geser", agenda.move, Needs.CURATE, "POST"),
        Page(f"{event}/batal", agenda.cancel, Needs.CURATE, "POST"),
        Page(f"{event}/terlaksana", agenda.mark_held, Needs.CURATE, "POST"),
    ]


def _posters() -> list[Page]:
    return [
        Page("/program/{slug:slug}/qr.png", posters.programme_png, Needs.CURATE),
        Page("/program/{slug:slug}/qr.svg", posters.programme_svg, Needs.CURATE),
        Page("/program/{slug:slug}/poster.pdf", posters.programme_poster, Needs.CURATE),
        Page("/entri/{slug:slug}/qr.png", posters.entry_png, Needs.CURATE),
        Page("/entri/{slug:slug}/qr.svg", posters.entry_svg, Needs.CURATE),
        Page("/entri/{slug:slug}/poster.pdf", posters.entry_poster, Needs.CURATE),
    ]


def _entries() -> list[Page]:
    one = "/entri/{slug:slug}"

    def act(name: str, endpoint: Callable[[Visit], Response], needs: Needs) -> Page:
        return Page(f"{one}/{name}", endpoint, needs, "POST")

    return [
        Page("/entri", entries.show, Needs.READ_QUESTIONS),
        Page("/entri/baru", editor.blank, Needs.CURATE),
        Page("/entri/baru", editor.begin, Needs.CURATE, "POST"),
        Page("/entri/pratinjau", editor.preview, Needs.CURATE, "POST"),
        Page("/entri/impor", exchange.show, Needs.CURATE),
        Page("/entri/impor", exchange.take_in, Needs.CURATE, "POST"),
        Page("/entri/ekspor", exchange.offer, Needs.READ_QUESTIONS),
        Page("/entri/ekspor/entri.zip", exchange.markdown, Needs.READ_QUESTIONS),
        Page("/entri/ekspor/entri.csv", exchange.table, Needs.READ_QUESTIONS),
        Page(one, entries.show_one, Needs.READ_QUESTIONS),
        Page(f"{one}/banding", entries.compare, Needs.READ_QUESTIONS),
        Page(f"{one}/ubah", editor.show, Needs.CURATE),
        act("ubah", editor.save, Needs.CURATE),
        act("ajukan", entries.submit, Needs.CURATE),
        act("tarik", entries.withdraw, Needs.CURATE),
        act("arsip", entries.archive, Needs.REVIEW_ENTRIES),
        act("kembali", entries.roll_back, Needs.REVIEW_ENTRIES),
        act("ditinjau", entries.confirm, Needs.REVIEW_ENTRIES),
        Page("/tinjau", review.show, Needs.READ_QUESTIONS),
        Page("/tinjau/{number:number}", review.show_one, Needs.READ_QUESTIONS),
        Page("/tinjau/{number:number}/setujui", review.approve, Needs.REVIEW_ENTRIES, "POST"),
        Page("/tinjau/{number:number}/kembalikan", review.send_back, Needs.REVIEW_ENTRIES, "POST"),
    ]


def _curation() -> list[Page]:
    one = "/antrean-jawaban/{number:number}"

    def act(name: str, endpoint: Callable[[Visit], Response]) -> Page:
        return Page(f"{one}/{name}", endpoint, Needs.CURATE, "POST")

    return [
        Page("/antrean-jawaban", misses.show, Needs.READ_QUESTIONS),
        Page("/antrean-jawaban/kumpulkan", misses.gather, Needs.CURATE, "POST"),
        Page(one, misses.show_one, Needs.READ_QUESTIONS),
        act("alias", misses.add_aliases),
        act("pisah-gabung", misses.split_or_merge),
        act("luar-lingkup", misses.off_topic),
        act("tunda", misses.defer),
        act("buka-lagi", misses.reopen),
        Page("/pertanyaan", questions.show, Needs.READ_QUESTIONS),
        Page("/pertanyaan/{number:number}/nilai", questions.judge, Needs.CURATE, "POST"),
        Page("/uji", tester.show, Needs.READ_QUESTIONS),
        Page("/pengetahuan", insight.show, Needs.READ_QUESTIONS),
    ]
