"""The kinds of actor and the one table that says who may do what."""

from dataclasses import dataclass
from enum import StrEnum

from office.refusals import NotAllowed


class Role(StrEnum):
    """What a member of staff is appointed to (Perki 1/2021 Art. 6-12).

    Curator, auditor, data protection officer and administrator are ours.
    """

    SUPERIOR = "superior"
    PPID = "ppid"
    INFORMATION_OFFICER = "information_officer"
    KB_CURATOR = "kb_curator"
    PPID_EXECUTOR = "ppid_executor"
    AUDITOR = "auditor"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    SYSADMIN = "sysadmin"


class Permission(StrEnum):
    """One thing that may be allowed."""

    ASK = "ask"
    FILE_REQUEST = "file_request"
    ANSWER_CITIZENS = "answer_citizens"
    PROCESS_REQUESTS = "process_requests"
    DECIDE_REQUESTS = "decide_requests"
    APPROVE_REFUSALS = "approve_refusals"
    DECIDE_OBJECTIONS = "decide_objections"
    RELEASE_FILES = "release_files"
    ANSWER_PARTS = "answer_parts"
    READ_REGISTER = "read_register"
    REVEAL_IDENTITY = "reveal_identity"
    READ_QUESTIONS = "read_questions"
    READ_JOURNAL = "read_journal"
    OPERATE = "operate"
    MANAGE_STAFF = "manage_staff"
    CURATE = "curate"
    REVIEW_ENTRIES = "review_entries"
    KEEP_LISTS = "keep_lists"
    KEEP_TIME = "keep_time"
    KEEP_CALENDAR = "keep_calendar"
    SUPERVISE_DESK = "supervise_desk"
    APPROVE_REPLIES = "approve_replies"
    RESTRICT_CITIZENS = "restrict_citizens"
    SWITCH_FUNCTIONS = "switch_functions"
    CONNECT_GROUPS = "connect_groups"
    WRITE_REPORTS = "write_reports"
    FINISH_REPORTS = "finish_reports"
    ASSESS_ANSWERS = "assess_answers"
    BROADCAST = "broadcast"
    APPROVE_BROADCASTS = "approve_broadcasts"
    STOP_BROADCASTS = "stop_broadcasts"
    ASK_TO_REVEAL = "ask_to_reveal"
    ALLOW_REVEALING = "allow_revealing"
    PROTECT_DATA = "protect_data"
    MANAGE_API = "manage_api"
    OWN_ACCOUNT = "own_account"


_READING = frozenset({Permission.READ_REGISTER, Permission.READ_QUESTIONS, Permission.OWN_ACCOUNT})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SUPERIOR: _READING
    | {
        Permission.APPROVE_REFUSALS,
        Permission.DECIDE_OBJECTIONS,
        Permission.RELEASE_FILES,
        Permission.REVIEW_ENTRIES,
        Permission.READ_JOURNAL,
        Permission.REVEAL_IDENTITY,
        Permission.APPROVE_BROADCASTS,
        Permission.STOP_BROADCASTS,
        Permission.WRITE_REPORTS,
        Permission.FINISH_REPORTS,
    },
    Role.PPID: _READING
    | {
        Permission.ANSWER_CITIZENS,
        Permission.PROCESS_REQUESTS,
        Permission.DECIDE_REQUESTS,
        Permission.KEEP_LISTS,
        Permission.RELEASE_FILES,
        Permission.REVIEW_ENTRIES,
        Permission.READ_JOURNAL,
        Permission.REVEAL_IDENTITY,
        Permission.KEEP_CALENDAR,
        Permission.SUPERVISE_DESK,
        Permission.APPROVE_REPLIES,
        Permission.RESTRICT_CITIZENS,
        Permission.SWITCH_FUNCTIONS,
        Permission.CONNECT_GROUPS,
        Permission.WRITE_REPORTS,
        Permission.FINISH_REPORTS,
        Permission.ASSESS_ANSWERS,
        Permission.BROADCAST,
        Permission.APPROVE_BROADCASTS,
        Permission.STOP_BROADCASTS,
        Permission.ALLOW_REVEALING,
        Permission.PROTECT_DATA,
    },
    Role.INFORMATION_OFFICER: _READING
    | {
        Permission.ANSWER_CITIZENS,
        Permission.PROCESS_REQUESTS,
        Permission.REVEAL_IDENTITY,
        Permission.APPROVE_REPLIES,
        Permission.OPERATE,
        Permission.CURATE,
        Permission.WRITE_REPORTS,
        Permission.ASSESS_ANSWERS,
        Permission.BROADCAST,
        Permission.STOP_BROADCASTS,
    },
    Role.KB_CURATOR: frozenset(
        {
            Permission.READ_QUESTIONS,
            Permission.CURATE,
            Permission.REVIEW_ENTRIES,
            Permission.KEEP_LISTS,
            Permission.ASSESS_ANSWERS,
            Permission.OWN_ACCOUNT,
        }
    ),
    Role.PPID_EXECUTOR: frozenset({Permission.ANSWER_PARTS, Permission.OWN_ACCOUNT}),
    Role.AUDITOR: _READING
    | {Permission.READ_JOURNAL, Permission.ASSESS_ANSWERS, Permission.ASK_TO_REVEAL},
    # Answers for personal data: sees whose they are and who looked, and decides no request.
    Role.DATA_PROTECTION_OFFICER: frozenset(
        {
            Permission.READ_REGISTER,
            Permission.READ_JOURNAL,
            Permission.REVEAL_IDENTITY,
            Permission.OWN_ACCOUNT,
            Permission.PROTECT_DATA,
            Permission.ALLOW_REVEALING,
        }
    ),
    # Writes no entry: who may not read what citizens ask has nothing to write from.
    Role.SYSADMIN: frozenset(
        {
            Permission.MANAGE_STAFF,
            Permission.OPERATE,
            Permission.READ_JOURNAL,
            Permission.SWITCH_FUNCTIONS,
            Permission.CONNECT_GROUPS,
            Permission.OWN_ACCOUNT,
            Permission.KEEP_CALENDAR,
            Permission.MANAGE_API,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Citizen:
    """Someone writing on Telegram, known by the account alone."""

    person: int

    @property
    def label(self) -> str:
        """Return how the journal names this actor."""
        return f"citizen:{self.person}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """Return what any citizen may do."""
        return _CITIZEN


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A signed-in member of staff."""

    staff_id: int
    name: str
    roles: frozenset[Role]
    regional_office: int | None = None

    @property
    def label(self) -> str:
        """Return how the journal names this actor."""
        return f"staff:{self.staff_id}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """Return the union of what the roles allow."""
        return frozenset().union(*(ROLE_PERMISSIONS[role] for role in self.roles))


@dataclass(frozen=True, slots=True)
class Clockwork:
    """The program acting by itself: the poster, the sweep, the command line."""

    part: str = "clockwork"

    @property
    def label(self) -> str:
        """Return how the journal names this actor."""
        return f"system:{self.part}"

    @property
    def permissions(self) -> frozenset[Permission]:
        """Return what the program may do unasked; never a decision on a request."""
        return _CLOCKWORK


_CITIZEN = frozenset({Permission.ASK, Permission.FILE_REQUEST})
_CLOCKWORK = frozenset(
    {
        Permission.KEEP_TIME,
        Permission.CURATE,
        Permission.KEEP_LISTS,
        Permission.MANAGE_STAFF,
        Permission.OPERATE,
    }
)

Actor = Citizen | StaffMember | Clockwork


def require(actor: Actor, permission: Permission) -> None:
    """Let pass an actor who has a permission; raise `NotAllowed` for everybody else."""
    if permission not in actor.permissions:
        raise NotAllowed("permission_missing", permission=permission.value)
