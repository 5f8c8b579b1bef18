"""What the bot says of itself: name, commands, descriptions, menu button."""

from dataclasses import dataclass, field

from sandbox.state import Json


@dataclass
class Profile:
    """Commands and descriptions by language; the empty language is for everyone else."""

    name: str = "Zharyq"
    username: str = "zharyq_sandbox_bot"
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """By scope and language, as "scope|language"."""
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "default"})

    def shown_commands(self, language: str, *, private: bool, chat_id: int) -> list[Json]:
        """What the Menu button lists: the narrowest scope first, then the reader's language."""
        everyone = "all_private_chats" if private else "all_group_chats"
        for scope in (f"chat:{chat_id}", everyone, "default"):
            for tongue in (language, ""):
                if found := self.commands.get(f"{scope}|{tongue}"):
                    return found
        return []

    def shown_description(self, language: str) -> str:
        return self.descriptions.get(language) or self.descriptions.get("", "")
