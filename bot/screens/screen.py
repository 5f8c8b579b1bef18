from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup

# The kinds of file that may go to a group, one of the operators: of a campaign, of all talks with a consumer.
REPORT, DESK_HISTORY = "campaign_report", "desk_history"

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file that delivery makes after the commit: never in a handler."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture that delivery draws after the commit; `facts` are JSON, and all that the drawing needs."""

    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    """A file that Telegram has already: a photo or a document, with the text as its caption."""

    kind: str  # photo | document
    file_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """A place on the map."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A document of the cabinet that delivery draws after the commit; `facts` are JSON, and all that its page shows.

    `trouble` is said below the text where it could not be drawn. `file_id` is under which Telegram has the file.
    """

    document: int
    kind: str
    name: str  # of the file
    number: str
    issued_at: datetime
    code: str
    facts: dict[str, Any]
    trouble: str
    file_id: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"issued_at": self.issued_at.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data | {"issued_at": datetime.fromisoformat(data["issued_at"])})


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """One message as the person sees it; a handler returns one or several and delivery shows them.

    `text` is HTML (empty: no message, only the toast). After a tap a screen with an inline keyboard takes the place
    of the tapped one, unless `anew`. `toast` answers the tap itself. Delivery shows nothing before `not_before`.
    `erase` is the number of a message of the person's own that is taken out of the chat; 0: none. `leave`: go out of
    this group or channel afterwards. `picture` stands above the text; a screen without one that `keeps_picture`
    changes the words under a tapped picture only. `paper` comes as a message of its own. `attached` stands above
    the text of a message of the bot's own accord. `pin` is shown on a map, as a message of its own without the text.
    `replies_to` is the number of the message that this one answers visibly; 0: none.
    """

    text: str = ""
    keyboard: Keyboard | None = None
    toast: str = ""
    alert: bool = False
    anew: bool = False
    document: Document | None = None
    picture: Picture | None = None
    paper: Paper | None = None
    attached: Attached | None = None
    pin: Pin | None = None
    keeps_picture: bool = False
    replies_to: int = 0
    not_before: datetime | None = None
    leave: bool = False
    erase: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of an answer until it has been shown."""
        data: dict[str, Any] = {"text": self.text, "toast": self.toast, "alert": self.alert, "anew": self.anew}
        if self.keyboard is not None:
            data["keyboard"] = self.keyboard.model_dump(exclude_none=True, mode="json")
        if self.document is not None:
            data["document"] = [self.document.kind, self.document.name, self.document.content.decode("latin-1")]
        if self.picture is not None:
            data["picture"] = [self.picture.kind, self.picture.facts]
        if self.paper is not None:
            data["paper"] = self.paper.to_json()
        if self.attached is not None:
            data["attached"] = [self.attached.kind, self.attached.file_id]
        if self.pin is not None:
            data["pin"] = asdict(self.pin)
        for name in ("keeps_picture", "replies_to", "erase", "leave"):
            if value := getattr(self, name):
                data[name] = value
        if self.not_before is not None:
            data["not_before"] = self.not_before.isoformat()
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        keyboard = data.get("keyboard")
        kind = InlineKeyboardMarkup if keyboard and "inline_keyboard" in keyboard else ReplyKeyboardMarkup
        document, picture, attached = data.get("document"), data.get("picture"), data.get("attached")
        not_before = data.get("not_before")
        return cls(
            text=data["text"],
            keyboard=kind.model_validate(keyboard) if keyboard else None,
            toast=data["toast"],
            alert=data["alert"],
            anew=data["anew"],
            document=document and Document(kind=document[0], name=document[1], content=document[2].encode("latin-1")),
            picture=picture and Picture(kind=picture[0], facts=picture[1]),
            paper=Paper.from_json(data["paper"]) if "paper" in data else None,
            attached=attached and Attached(kind=attached[0], file_id=attached[1]),
            pin=Pin(**data["pin"]) if "pin" in data else None,
            keeps_picture="keeps_picture" in data,
            replies_to=data.get("replies_to", 0),
            leave="leave" in data,
            erase=data.get("erase", 0),
            not_before=not_before and datetime.fromisoformat(not_before),
        )


Answer = Screen | tuple[Screen, ...] | None
