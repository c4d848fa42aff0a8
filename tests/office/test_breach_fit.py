"""What processing a failure concerns has to fit where its data are said to lie."""

import pytest

from office import breach_fit, retention
from office.breach_fit import PIECES, Misfit
from office.breach_words import Incident, Whom
from tests.office.breached import ROOMS, incident, of_rooms

REGISTER = "Permohonan dan keberatan informasi publik"
RIGHTS = "Hak subjek data"
NEWS = "Kabar dan langganan"
TALK = "Percakapan dengan petugas"


def misfits(of: Incident) -> list[Misfit]:
    return breach_fit.misfits(of, retention.schedule().activities)


def of(activities: tuple[str, ...], *rooms: str) -> Incident:
    return incident(whom=Whom.ROOMS, rooms=rooms, people=(), activities=activities)


@pytest.mark.parametrize(
    "fits",
    [
        of((REGISTER,), "requests"),
        of((REGISTER,), "objections"),
        of((REGISTER, NEWS), "requests", "subscriptions"),
        of((REGISTER, TALK), "chats"),
        of((REGISTER, "Survei kepuasan", "Akun petugas"), "requests"),
        incident(activities=(NEWS,)),
        incident(activities=(NEWS,), whom=Whom.UNKNOWN, people=()),
    ],
)
def test_what_fits_is_not_warned_of(fits: Incident) -> None:
    assert misfits(fits) == []


def test_an_activity_whose_room_was_not_named_leaves_its_people_out() -> None:
    assert misfits(of((REGISTER, NEWS), "requests")) == [
        Misfit(NEWS, ("subscriptions",), is_named=True)
    ]


def test_a_room_whose_activity_was_not_named_is_missing_in_the_letter() -> None:
    assert misfits(of_rooms("data_requests", "conversations")) == [
        Misfit(TALK, ("conversations",), is_named=False)
    ]
    both = misfits(of((RIGHTS,), "objections", "requests"))
    assert both == [
        Misfit(REGISTER, ("requests", "objections"), is_named=False),
        Misfit(RIGHTS, ("data_requests",), is_named=True),
    ]


def test_every_room_belongs_to_one_activity() -> None:
    assert set(PIECES) == set(ROOMS)
    for piece in PIECES.values():
        assert sum(piece in one.pieces for one in retention.schedule().activities) == 1, piece
