"""Enumerations of a request with their statutory source."""

from enum import StrEnum


class ApplicantType(StrEnum):
    """Who asks (Perki 1/2021 Pasal 27)."""

    INDIVIDUAL = "individual"
    LEGAL_ENTITY = "legal_entity"
    GROUP = "group"
    PROXY_FOR_INDIVIDUAL = "proxy_for_individual"
    PROXY_FOR_ENTITY = "proxy_for_entity"

    @property
    def is_entity(self) -> bool:
        """Tell whether the decree of a legal entity identifies the applicant."""
        return self in {ApplicantType.LEGAL_ENTITY, ApplicantType.PROXY_FOR_ENTITY}

    @property
    def has_proxy(self) -> bool:
        """Tell whether somebody acts for the applicant."""
        return self in {ApplicantType.PROXY_FOR_INDIVIDUAL, ApplicantType.PROXY_FOR_ENTITY}

    @property
    def needs_power_of_attorney(self) -> bool:
        """Tell whether a power of attorney is due (Pasal 27 ayat (5)-(7))."""
        return self.has_proxy or self is ApplicantType.GROUP


class PurposeCategory(StrEnum):
    """What the information is for, as the applicant sees it; for statistics only."""

    RESEARCH = "research"
    JOURNALISM = "journalism"
    PUBLIC_OVERSIGHT = "public_oversight"
    BUSINESS = "business"
    PERSONAL = "personal"
    LEGAL = "legal"
    OTHER = "other"


class AccessMode(StrEnum):
    """How the information is obtained (Pasal 29 ayat (5) huruf i)."""

    VIEW = "view"
    COPY = "copy"


class CopyFormat(StrEnum):
    """What kind of copy is wanted (Lampiran VI)."""

    SOFTCOPY = "softcopy"
    HARDCOPY = "hardcopy"


class DeliveryMethod(StrEnum):
    """How a copy reaches the applicant (Lampiran VI; the last is ours)."""

    PICKUP = "pickup"
    COURIER = "courier"
    POST = "post"
    FAX = "fax"
    EMAIL = "email"
    TELEGRAM = "telegram"


class Channel(StrEnum):
    """Through which door a request came (UU 14/2008 Pasal 22 ayat (1): written or unwritten)."""

    TELEGRAM = "telegram"
    WALK_IN = "walk_in"
    PHONE = "phone"
    POST = "post"
    EMAIL = "email"
    SOCIAL_MEDIA = "social_media"


class Status(StrEnum):
    """Where a request stands; lateness is computed, never stored."""

    REGISTERED = "registered"
    INCOMPLETE = "incomplete"
    IN_PROCESS = "in_process"
    REFUSAL_PROPOSED = "refusal_proposed"
    NOTIFIED = "notified"
    PROVIDED = "provided"
    REFUSED = "refused"
    LAPSED = "lapsed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# The written notice is still owed.
OPEN_STATUSES = frozenset(
    {Status.REGISTERED, Status.INCOMPLETE, Status.IN_PROCESS, Status.REFUSAL_PROPOSED}
)
# Nothing more is owed unless an objection brings it back.
FINAL_STATUSES = frozenset({Status.CLOSED, Status.WITHDRAWN})


class Decision(StrEnum):
    """What became of a request (Perki 1/2021 Pasal 31 ayat (4), Pasal 33 ayat (4))."""

    GRANTED_FULL = "granted_full"
    GRANTED_PARTIAL = "granted_partial"
    REFUSED_EXEMPT = "refused_exempt"
    REFUSED_OTHER_LAW = "refused_other_law"
    REFUSED_NOT_HELD = "refused_not_held"
    REFUSED_NOT_DOCUMENTED = "refused_not_documented"
    REFERRED_OTHER_BODY = "referred_other_body"
    LAPSED_INCOMPLETE = "lapsed_incomplete"
    WITHDRAWN = "withdrawn"

    @property
    def is_grant(self) -> bool:
        """Tell whether something is given."""
        return self in {Decision.GRANTED_FULL, Decision.GRANTED_PARTIAL}

    @property
    def is_refusal(self) -> bool:
        """Tell whether nothing is given: refused, or another body's to give."""
        return self in {
            Decision.REFUSED_EXEMPT,
            Decision.REFUSED_OTHER_LAW,
            Decision.REFUSED_NOT_HELD,
            Decision.REFUSED_NOT_DOCUMENTED,
            Decision.REFERRED_OTHER_BODY,
        }


class RefusalGround(StrEnum):
    """The closed list of lawful grounds (UU 14/2008 Pasal 6 ayat (3), Pasal 17)."""

    EXEMPT_A = "exempt_a"
    EXEMPT_B = "exempt_b"
    EXEMPT_C = "exempt_c"
    EXEMPT_D = "exempt_d"
    EXEMPT_E = "exempt_e"
    EXEMPT_F = "exempt_f"
    EXEMPT_G = "exempt_g"
    EXEMPT_H = "exempt_h"
    EXEMPT_I = "exempt_i"
    EXEMPT_J = "exempt_j"
    NOT_HELD = "not_held"
    NOT_DOCUMENTED = "not_documented"

    @property
    def is_exemption(self) -> bool:
        """Tell whether the ground is Article 17 and so needs a second person (Pasal 34)."""
        return self.value.startswith("exempt_")

    @property
    def letter(self) -> str:
        """Return the letter of Article 17, or nothing."""
        return self.value[-1] if self.is_exemption else ""

    @property
    def decision(self) -> Decision:
        """Return the decision a refusal on this ground is."""
        if self is RefusalGround.EXEMPT_J:
            return Decision.REFUSED_OTHER_LAW
        return Decision.REFUSED_EXEMPT if self.is_exemption else Decision(f"refused_{self.value}")


class ExtensionGround(StrEnum):
    """The only two reasons for more time (Perki 1/2021 Pasal 36 ayat (1))."""

    NOT_YET_HELD = "not_yet_held"
    STATUS_UNDECIDED = "status_undecided"


class FeeKind(StrEnum):
    """What may cost something (Perki 1/2021 Pasal 35, Lampiran VII)."""

    COPYING = "copying"
    DELIVERY = "delivery"
    OTHER = "other"


class PaymentMethod(StrEnum):
    """How a fee is paid (Perki 1/2021 Pasal 35)."""

    CASH = "cash"
    ACCOUNT = "account"
    E_MONEY = "e_money"


class FileRole(StrEnum):
    """Why a file came with a request."""

    IDENTITY = "identity"
    POWER_OF_ATTORNEY = "power_of_attorney"
    ATTACHMENT = "attachment"


class ReleaseStatus(StrEnum):
    """Whether a file may leave the office."""

    PASSED = "passed"
    HELD = "held"
    RELEASED = "released"
    DROPPED = "dropped"
    PROVIDED = "provided"


class PartStatus(StrEnum):
    """Where a part of a request stands that another office answers."""

    ASSIGNED = "assigned"
    ANSWERED = "answered"
    RETURNED = "returned"
    ELSEWHERE = "elsewhere"
