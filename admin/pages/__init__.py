"""The table of contents: every address, its page and the permission it needs."""

from admin.doorkeeper import Page
from admin.pages import (
    account,
    desk,
    escalations,
    health,
    journal,
    questions,
    requests,
    sign_in,
    trouble,
)
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return every page; one without a permission is open to everybody on purpose."""
    return [
        Page("/healthz", health.alive, None),
        Page("/readyz", health.ready, None),
        Page("/masuk", sign_in.show, None),
        Page("/masuk", sign_in.enter, None, "POST"),
        Page("/keluar", sign_in.leave, Needs.OWN_ACCOUNT, "POST"),
        Page("/", desk.show, Needs.OWN_ACCOUNT),
        Page("/akun", account.show, Needs.OWN_ACCOUNT),
        Page("/akun/sandi", account.change_password, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/dua-langkah", account.switch_on, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/dua-langkah/mati", account.switch_off, Needs.OWN_ACCOUNT, "POST"),
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
        Page("/berkas/{number:number}", escalations.document, Needs.PROCESS_REQUESTS),
        Page("/register", requests.book_page, Needs.READ_REGISTER),
        Page("/register/{number:number}", requests.show, Needs.READ_REGISTER),
        Page("/register/{number:number}/identitas", requests.reveal, Needs.REVEAL_IDENTITY, "POST"),
        Page("/register/{number:number}/proses", requests.take_up, Needs.PROCESS_REQUESTS, "POST"),
        Page("/register/{number:number}/kabulkan", requests.grant, Needs.DECIDE_REQUESTS, "POST"),
        Page("/register/{number:number}/tolak", requests.refuse, Needs.DECIDE_REQUESTS, "POST"),
        Page("/register/{number:number}/setujui", requests.approve, Needs.APPROVE_REFUSALS, "POST"),
        Page(
            "/register/{number:number}/kembalikan",
            requests.send_back,
            Needs.APPROVE_REFUSALS,
            "POST",
        ),
        Page("/pertanyaan", questions.show, Needs.READ_QUESTIONS),
        Page("/jurnal", journal.show, Needs.READ_JOURNAL),
        Page("/gangguan", trouble.show, Needs.OPERATE),
        Page("/gangguan/masuk/{number:number}", trouble.run_again, Needs.OPERATE, "POST"),
        Page("/gangguan/keluar/{number:number}", trouble.resend, Needs.OPERATE, "POST"),
    ]
