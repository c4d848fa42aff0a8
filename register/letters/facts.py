"""Defines what each letter must be told; plain data that can be kept as JSON and drawn again.

Keys ending in `_on` hold a date (`2026-11-23`), in `_at` an instant with its offset
(`2026-11-23T09:15:00+07:00`), in `_rp` whole rupiah. A derivation is `Derivation.as_facts()` of
the working days. None, or an empty list, leaves a line out. Codes are those of the register.
"""

from typing import TypedDict


class SkippedDay(TypedDict):
    """A day that was not counted."""

    day: str
    reason: str
    kind: str
    source: str


class DerivationFacts(TypedDict):
    """A due date with the list of its days (`cara hitung`)."""

    start: str
    count: int
    due: str
    counted: list[str]
    skipped: list[SkippedDay]
    estimated: bool
    version: int


class Applicant(TypedDict):
    """Who asks; `identity_number` is printed as given, so mask it before.

    `identity_label` says what the number is: `NIK` or `Nomor SK pengesahan`.
    """

    name: str
    address: str
    phone: str | None
    email: str | None
    occupation: str | None
    identity_label: str
    identity_number: str | None


class Proxy(TypedDict):
    """Who acts for the applicant (Perki 1/2021 Pasal 27 ayat (6))."""

    name: str
    address: str | None
    phone: str | None


class RequestFormFacts(TypedDict):
    """Lampiran VI with Pasal 29 ayat (5); `fee_basis` completes the fourth right."""

    registration_number: str
    received_at: str
    applicant: Applicant
    proxy: Proxy | None
    information_detail: str
    purpose_of_use: str
    access_mode: str
    copy_format: str | None
    delivery_method: str | None
    attachments: list[str]
    received_by: str
    fee_basis: str | None


class ReceiptFacts(TypedDict):
    """Proof of receipt; `received_by` is an officer's name or `sistem`."""

    registration_number: str
    tracking_code: str
    received_at: str
    received_by: str
    channel: str
    applicant_name: str
    information_detail: str
    purpose_of_use: str
    access_mode: str
    copy_format: str | None
    delivery_method: str | None
    due: DerivationFacts
    extension_until_on: str
    fee_basis: str | None


class MissingItem(TypedDict):
    """What a request lacks, why it is needed and by which article."""

    item: str
    explanation: str
    basis: str | None


class IncompleteFacts(TypedDict):
    """Lampiran IX; `fix_until_on` is None while receipt of the letter is not known."""

    letter_number: str
    registration_number: str
    received_at: str
    applicant: Applicant
    information_detail: str
    missing: list[MissingItem]
    fix_until_on: str | None


class ExtensionFacts(TypedDict):
    """Extension; `ground` is a value of `ExtensionGround`, `reason` the officer's own words."""

    letter_number: str
    registration_number: str
    received_at: str
    applicant: Applicant
    information_detail: str
    ground: str
    reason: str
    old_due: DerivationFacts
    new_due: DerivationFacts


class Fee(TypedDict):
    """One line of the cost; `kind` is copying, delivery or other."""

    kind: str
    description: str
    unit_price_rp: int
    quantity: int


class NoticeFacts(TypedDict):
    """Lampiran VII; `decision` is a value of `Decision`.

    `forms` holds softcopy and hardcopy; `material` says what is given; `explanation` is the
    reason of a refusal or of a part not given; `decree_number` the exemption decision, attached
    if `enclosures` says so. `provide_days` are days of the calendar, 0 for the day of the notice.
    """

    letter_number: str
    registration_number: str
    received_at: str
    applicant: Applicant
    information_detail: str
    decision: str
    under_control: bool
    holding_body: str | None
    holding_body_contact: str | None
    forms: list[str]
    material: str | None
    access_mode: str | None
    delivery_method: str | None
    fees: list[Fee]
    fee_basis: str | None
    payment_method: str | None
    provide_days: int | None
    provide_until_on: str | None
    redaction: str | None
    explanation: str | None
    decree_number: str | None
    available_until_on: str | None
    enclosures: list[str]


class ConsequenceRow(TypedDict):
    """One row of the consequence test (Lampiran II)."""

    information: str
    legal_basis: str
    if_open: str
    if_closed: str
    period: str


class Examiner(TypedDict):
    """Who tested the consequences; the unit is None where nobody asked for it."""

    name: str
    position: str
    unit: str | None


class ConsequenceTest(TypedDict):
    """The consequence test that the decision rests on (UU 14/2008 Pasal 19).

    Its day and place are None where they are not known; a letter then does not speak of them.
    """

    number: str
    held_on: str | None
    place: str | None
    rows: list[ConsequenceRow]
    examiners: list[Examiner]


class RefusalDecisionFacts(TypedDict):
    """Lampiran III with Perki 1/2021 Pasal 49 ayat (5)-(6).

    `reasons` are those of the consequence test, not of one refusal that rests on it.
    """

    decree_number: str
    decided_on: str
    registration_number: str | None
    classification: str
    unit: str
    information: str
    description: str
    legal_basis: list[str]
    reasons: str
    period: str
    expires_on: str | None
    test: ConsequenceTest


class ObjectionFormFacts(TypedDict):
    """Lampiran X; `grounds` holds letters a-g of UU 14/2008 Pasal 35 ayat (1) or their codes."""

    objection_number: str
    registration_number: str | None
    purpose_of_use: str
    applicant: Applicant
    proxy: Proxy | None
    grounds: list[str]
    case_facts: str
    filed_at: str
    answer_due_on: str
    received_by: str


class ObjectionReceiptFacts(TypedDict):
    """Proof that an objection was filed."""

    objection_number: str
    tracking_code: str
    registration_number: str | None
    received_at: str
    received_by: str
    channel: str
    applicant_name: str
    grounds: list[str]
    case_facts: str
    due: DerivationFacts


class GroundReply(TypedDict):
    """The superior's statement on one ground of the objection."""

    ground: str
    statement: str


class ObjectionReplyFacts(TypedDict):
    """The superior's reply (Perki 1/2021 Pasal 44 ayat (2)).

    `decision` is one of upheld_applicant_full, upheld_applicant_partial, rejected,
    settled_amicably; `commission` names the Komisi Informasi that comes next. `decree_sent` says
    that the applicant had the exemption decision with the notice; it is not enclosed again.
    """

    letter_number: str
    objection_number: str
    registration_number: str | None
    received_at: str
    applicant: Applicant
    decision: str
    statements: list[GroundReply]
    reasons: str
    order: str | None
    order_due_on: str | None
    decree_number: str | None
    decree_sent: bool
    commission: str
    commission_contact: str | None
    enclosures: list[str]


class BundleDocument(TypedDict):
    """One document of an evidence bundle; `sha256` is the hash of its bytes in hexadecimal."""

    title: str
    number: str | None
    dated_on: str
    file_name: str
    sha256: str


class CoverFacts(TypedDict):
    """The table of contents of an evidence bundle."""

    bundle_number: str
    registration_number: str | None
    objection_number: str | None
    applicant_name: str
    subject: str
    documents: list[BundleDocument]


Facts = (
    RequestFormFacts
    | ReceiptFacts
    | IncompleteFacts
    | ExtensionFacts
    | NoticeFacts
    | RefusalDecisionFacts
    | ObjectionFormFacts
    | ObjectionReceiptFacts
    | ObjectionReplyFacts
    | CoverFacts
)
