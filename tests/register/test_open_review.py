"""Reviewing what requests are about: many at once, as they were asked, and back again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from office import journal
from office.refusals import NotAllowed
from register import open_register, open_review, open_subjects, retention
from register.open_review import Case, Waiting
from register.tables import Request
from tests.people import CLOCKWORK, NIK, PAK_JOKO, a_form
from tests.register.desk import Desk

ASKED = "Dokumen RKPD tahun 2026"


def listed(desk: Desk, **order: bool) -> Waiting:
    with desk.office.reading(desk.budi) as unit:
        return open_review.waiting(unit, **order)


def shown(desk: Desk, number: int) -> Case:
    with desk.office.reading(desk.budi) as unit:
        return open_review.case(unit, number)[0]


def subject(desk: Desk, sequence: int) -> str | None:
    with desk.office.reading(desk.lina) as unit:
        return open_register.one(unit, 2026, sequence).subject


def marks(desk: Desk, *numbers: int) -> dict[int, str]:
    return {number: shown(desk, number).mark for number in numbers}


def asked(desk: Desk, words: str = ASKED) -> int:
    return desk.filed(PAK_JOKO, form=a_form(information_detail=words))


def test_the_newest_come_first_as_the_public_reads_them_and_the_oldest_are_not_forgotten(
    desk: Desk,
) -> None:
    desk.at("2026-10-30")
    numbers = [asked(desk)]
    desk.at("2026-11-23")
    numbers += [asked(desk), asked(desk)]
    desk.by(desk.budi, open_subjects.publish, numbers[1], subject=ASKED)
    found = listed(desk)
    assert [one.id for one in found.page.rows] == [numbers[2], numbers[0]]
    assert found.page.total == 2
    assert str(found.oldest) == "2026-10-30"
    turned = listed(desk, longest_first=True)
    assert [one.id for one in turned.page.rows] == [numbers[0], numbers[2]]


def test_a_selection_is_published_in_the_words_in_which_it_was_asked(desk: Desk) -> None:
    numbers = [asked(desk, f"Dokumen  RKPD\ntahun 202{turn}") for turn in range(3)]
    outcome = desk.by(desk.budi, open_subjects.publish_as_asked, chosen=marks(desk, *numbers[:2]))
    assert (outcome.done, outcome.left) == (tuple(numbers[:2]), {})
    assert [subject(desk, n) for n in (1, 2, 3)] == [
        "Dokumen RKPD tahun 2020", "Dokumen RKPD tahun 2021", None,
    ]  # fmt: skip
    with desk.office.reading(desk.budi) as unit:
        lines = list(journal.page(unit.session, act="request.subject_published"))
        assert [one.number for one in open_review.latest(unit)] == [
            "0002/PPID/XI/2026", "0001/PPID/XI/2026",
        ]  # fmt: skip
    assert len(lines) == 2
    assert "RKPD" not in str(lines)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (f"Data bansos atas NIK {NIK} tahun 2026", "subject_holds_personal"),
        ("Dokumen tanah milik Joko Santoso", "subject_names_applicant"),
        ("Dokumen " + "panjang " * 50, "too_long"),
    ],
)
def test_what_gives_somebody_away_is_shown_with_the_finding_and_never_goes_out_as_it_is(
    sqlite_desk: Desk, words: str, code: str
) -> None:
    form = a_form(information_detail=words)
    name = type(form.identity)(**{**_identity(form), "applicant_name": "Joko Santoso"})
    number = sqlite_desk.filed(PAK_JOKO, form=a_form(information_detail=words, identity=name))
    fine = asked(sqlite_desk)
    row = shown(sqlite_desk, number)
    assert row.fault is not None
    assert row.fault.code == code
    assert NIK not in row.information
    chosen = marks(sqlite_desk, number, fine)
    outcome = sqlite_desk.by(sqlite_desk.budi, open_subjects.publish_as_asked, chosen=chosen)
    assert (outcome.done, outcome.left) == ((fine,), {number: code})
    assert subject(sqlite_desk, 1) is None


def _identity(form: object) -> dict[str, str]:
    identity = form.identity  # type: ignore[attr-defined]
    return {name: getattr(identity, name) for name in identity.__dataclass_fields__}


HOME = "Jalan Raya Melati 5 RT 02/RW 03, Desa Sukamaju, Kabupaten Contoh 65152"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("Jalan Melati 5, Desa Sukamaju", "Izin bangunan di sebelah rumah saya, Jalan Melati 5"),
        ("Jalan Melati 5, Desa Sukamaju", "Izin bangunan di Jl. Melati No. 05 tahun 2026"),
        ("Jalan Melati 5, Desa Sukamaju", "Izin bangunan di Jalan Me\u200blati 5"),
        ("Jalan Melati, No. 5, Desa Sukamaju", "Izin bangunan di Jalan Melati nomor 5"),
        (HOME, "Izin bangunan di rumah Melati 5"),
        ("RT 02/RW 03, Desa Sukamaju", "Bantuan bagi warga RT 2 RW 3"),
        ("Dusun Krajan RT 02/RW 03 Desa Sukamaju", "Bantuan bagi warga Krajan RT 2"),
    ],
)
def test_where_somebody_lives_never_goes_out_as_it_is(
    sqlite_desk: Desk, address: str, words: str
) -> None:
    identity = replace(a_form().identity, address=address)
    form = a_form(information_detail=words, identity=identity)
    number = sqlite_desk.filed(PAK_JOKO, form=form)
    assert left(sqlite_desk, number) == "subject_names_applicant"


def test_a_street_and_a_village_without_a_house_say_what_is_asked(sqlite_desk: Desk) -> None:
    for words in ("Perbaikan Jalan Melati di Desa Sukamaju", "Anggaran 5 dusun tahun 2026"):
        number = asked(sqlite_desk, words)
        assert shown(sqlite_desk, number).fault is None


@pytest.mark.parametrize(
    "told",
    [
        "3507,1521,0290,0001", "3507, 1521, 0290, 0001", "3507_1521_0290_0001",
        "3507/1521/0290/0001", "3507 lalu 1521 lalu 02900001", "3507\u200b1521\u200b02900001",
        "3507\n1521\n0290\n0001", "0812/3456/7890", "+62 (812) 3456,7890", "8 1 2 3 4 5 6 7 8 9 0",
    ],
)  # fmt: skip
def test_a_number_of_the_applicant_s_never_goes_out_whatever_separates_it(
    sqlite_desk: Desk, told: str
) -> None:
    number = asked(sqlite_desk, f"Data pemilik nomor {told} mohon salinan")
    assert left(sqlite_desk, number) in {"subject_holds_personal", "subject_names_applicant"}


@pytest.mark.parametrize("told", ["S\u200bari", "Wulan\u00addari", "Ｓａｒｉ", "\u202eSari\u202c"])
def test_a_name_with_unseen_marks_is_a_name(sqlite_desk: Desk, told: str) -> None:
    number = asked(sqlite_desk, f"Dokumen tanah atas nama {told} tahun 2026")
    assert left(sqlite_desk, number) == "subject_names_applicant"
    fine = asked(sqlite_desk, "Dokumen\u200b RKPD\u202e tahun 2026")
    sqlite_desk.by(
        sqlite_desk.budi, open_subjects.publish_as_asked, chosen=marks(sqlite_desk, fine)
    )
    assert subject(sqlite_desk, 2) == "Dokumen RKPD tahun 2026"


def left(desk: Desk, number: int) -> str:
    """Return why a request's own words stay back when it is pressed with others."""
    fine = asked(desk)
    chosen = marks(desk, number, fine)
    outcome = desk.by(desk.budi, open_subjects.publish_as_asked, chosen=chosen)
    assert outcome.done == (fine,)
    return outcome.left[number]


def test_who_was_erased_has_no_name_that_words_could_give_away(sqlite_desk: Desk) -> None:
    number = asked(sqlite_desk, "Laporan kegiatan sesuai jadwal identitas warga tahun 2026")
    with sqlite_desk.office.unit(CLOCKWORK) as unit:
        retention.release_request(unit, unit.session.get_one(Request, number))
    assert shown(sqlite_desk, number).fault is None


def test_nothing_goes_out_that_was_not_read_or_that_a_colleague_has_worded(desk: Desk) -> None:
    changed, worded = asked(desk), asked(desk)
    chosen = marks(desk, changed, worded) | {changed: "0123456789abcdef", 4711: "x"}
    desk.by(desk.dewi, open_subjects.publish, worded, subject="Rencana kerja daerah")
    outcome = desk.by(desk.budi, open_subjects.publish_as_asked, chosen=chosen)
    assert outcome.done == ()
    assert outcome.left == {
        changed: "subject_changed", worded: "subject_already_public", 4711: "request_unknown",
    }  # fmt: skip
    assert (subject(desk, 1), subject(desk, 2)) == (None, "Rencana kerja daerah")


def test_a_selection_is_taken_back_in_one_go(desk: Desk) -> None:
    numbers = [asked(desk) for _ in range(3)]
    desk.by(desk.budi, open_subjects.publish_as_asked, chosen=marks(desk, *numbers[:2]))
    assert desk.by(desk.budi, open_subjects.withdraw_all, numbers=numbers) == tuple(numbers[:2])
    assert [subject(desk, n) for n in (1, 2)] == [None, None]
    with desk.office.reading(desk.budi) as unit:
        assert len(list(journal.page(unit.session, act="request.subject_withdrawn"))) == 2
        assert open_review.public_of(unit, numbers) == []


def test_only_who_processes_requests_reviews_them(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    chosen = marks(desk, asked(desk))
    for act, more in (
        (open_subjects.publish_as_asked, {"chosen": chosen}),
        (open_subjects.withdraw_all, {"numbers": list(chosen)}),
    ):
        with pytest.raises(NotAllowed):
            desk.by(desk.ratna, act, **more)
    for look in (open_review.waiting, open_review.latest):
        with desk.office.reading(desk.ratna) as unit, pytest.raises(NotAllowed):
            look(unit)


def test_one_who_words_a_request_and_one_who_takes_it_back_at_once_spoil_nothing(
    desk: Desk,
) -> None:
    numbers = [asked(desk) for _ in range(4)]

    def word() -> None:
        desk.by(desk.budi, open_subjects.publish, numbers[-1], subject="Rencana kerja daerah")

    def take_back() -> None:
        desk.by(desk.dewi, open_subjects.withdraw_all, numbers=numbers[::-1])

    def press() -> None:
        desk.by(desk.budi, open_subjects.publish_as_asked, chosen=chosen)

    for _ in range(10):
        chosen = marks(desk, *numbers)
        assert at_once(word, take_back, press) == [None, None, None]


def at_once(*acts: Callable[[], None]) -> list[Exception | None]:
    """Do acts at the same moment; return what each of them raised."""
    gate = Barrier(len(acts))

    def does(act: Callable[[], None]) -> Exception | None:
        gate.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001 - it is what the test is about
            return error
        return None

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(does, acts))
