"""A citizen's copy as data: what its names and codes mean stands in the file itself."""

import json

from sqlalchemy import update

from bot import own_copy
from knowledge import subscriptions
from knowledge.escalation import opening
from knowledge.escalation.words import Reason
from office import data_requests
from office.data_request_tables import DataRequest
from office.data_requests import About
from office.unit import Office
from tests.bot.test_privacy import WORDS, asks, filed
from tests.people import BU_SARI, CLOCKWORK
from tests.register.letters.samples import LETTERHEAD


def names_in(told: object) -> set[str]:
    """Return every name in a copy, at whatever depth."""
    if isinstance(told, dict):
        return set(told).union(*map(names_in, told.values()))
    return set().union(*map(names_in, told)) if isinstance(told, list) else set()


def test_the_copy_for_programs_says_in_indonesian_what_its_names_and_codes_mean(
    office: Office,
) -> None:
    filed(office)
    asks(office, "berapa lama")
    with office.unit(BU_SARI) as unit:
        opening.open_for(unit, reason=Reason.ASKED)
        opening.add_line(unit, "Jam buka loket?")
        subscriptions.subscribe(unit, village="Sukamaju")
        data_requests.receive(unit, About.CORRECTION, WORDS)
    told = json.loads(own_copy.made(office, BU_SARI.person, "json", LETTERHEAD))
    means = told.pop("keterangan")
    assert means["nama"].keys() == names_in(told)
    assert not [one for one, said in means["nama"].items() if "_" in said or one == said]
    assert means["nama"]["national_id"] == "NIK"
    assert means["kode"]["story"]["submitted"] == "Permohonan diterima dan diberi nomor"
    assert means["kode"]["author"] == {"citizen": "Anda"}
    assert {"status", "applicant_type", "channel", "about", "kind"} <= means["kode"].keys()
    (case,) = told["cases"]
    for name in ("status", "applicant_type", "channel"):
        assert case[name] in means["kode"][name]


def test_a_request_whose_words_are_spoilt_is_not_told_as_silence(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        data_requests.receive(unit, About.CORRECTION, WORDS)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(DataRequest).values(sealed_words=b"rusak"))
    told = json.loads(own_copy.made(office, BU_SARI.person, "json", LETTERHEAD))
    assert "rusak" in told["data_requests"][0]["words"]
    assert own_copy.made(office, BU_SARI.person, "pdf", LETTERHEAD).startswith(b"%PDF")
