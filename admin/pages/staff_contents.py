"""The table of contents, continued: the door for staff, one's own account, everybody's accounts."""

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from admin.doorkeeper import Page
from admin.pages import account, invitation, passkeys, people, powers, second_step, sign_in
from admin.visit import Visit
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return the pages about people; one without a permission is open to everybody on purpose."""
    return [*_door(), *_account(), *_people()]


def _door() -> list[Page]:
    return [
        Page("/masuk", sign_in.show, None),
        Page("/masuk", sign_in.enter, None, "POST"),
        Page("/masuk/kunci/mulai", passkeys.begin_entry, None, "POST"),
        Page("/masuk/kunci", passkeys.enter, None, "POST"),
        Page("/undangan/{token}", invitation.show, None),
        Page("/undangan/{token}", invitation.accept, None, "POST"),
    ]


def _account() -> list[Page]:
    first = partial(Page, before_second_factor=True)
    return [
        first("/keluar", sign_in.leave, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun", account.show, Needs.OWN_ACCOUNT),
        Page("/akun/sandi", account.change_password, Needs.OWN_ACCOUNT, "POST"),
        first("/akun/dua-langkah", second_step.show, Needs.OWN_ACCOUNT),
        first("/akun/dua-langkah", second_step.switch_on, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/dua-langkah/mati", second_step.switch_off, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/kode-pemulihan", second_step.renew_codes, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/kunci", passkeys.show, Needs.OWN_ACCOUNT),
        Page("/akun/kunci", passkeys.add, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/kunci/mulai", passkeys.begin, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/kunci/hapus", passkeys.remove_all, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/kunci/{number:number}/hapus", passkeys.remove, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/sesi/akhiri", account.end_session, Needs.OWN_ACCOUNT, "POST"),
        Page("/akun/sesi/lain", account.end_others, Needs.OWN_ACCOUNT, "POST"),
    ]


def _people() -> list[Page]:
    one = "/orang/{number:number}"

    def act(name: str, endpoint: Callable[[Visit], Response]) -> Page:
        return Page(f"{one}/{name}", endpoint, Needs.MANAGE_STAFF, "POST")

    return [
        Page("/wewenang", powers.show, Needs.OWN_ACCOUNT),
        Page("/orang", people.show, Needs.MANAGE_STAFF),
        Page("/orang/dua-langkah", people.set_rule, Needs.MANAGE_STAFF, "POST"),
        Page("/orang/undang", people.blank, Needs.MANAGE_STAFF),
        Page("/orang/undang", people.invite, Needs.MANAGE_STAFF, "POST"),
        Page(one, people.show_one, Needs.MANAGE_STAFF),
        act("ubah", people.amend),
        act("tautan", people.renew),
        act("tarik", people.withdraw),
        act("nonaktif", people.disable),
        act("aktif", people.enable),
        act("keluarkan", people.end_sessions),
        act("lepas-dua-langkah", people.remove_second_factor),
    ]
