"""What the bot says of itself: commands, descriptions, the menu button."""

import re
from typing import Any

from sandbox.arguments import Arguments
from sandbox.refusal import bad_request
from sandbox.state import Json
from sandbox.world import World

COMMANDS_LIMIT = 100
DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120
_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators",
           "chat", "chat_administrators", "chat_member")  # fmt: skip
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")


def set_commands(world: World, args: Arguments) -> bool:
    given = args.parsed("commands", "commands")
    if given is None:
        given = []
    if not isinstance(given, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(given) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_place(args)] = [_command(one) for one in given]
    world.feed.publish("profile")
    return True


def get_commands(world: World, args: Arguments) -> list[Json]:
    return world.profile.commands.get(_place(args), [])


def delete_commands(world: World, args: Arguments) -> bool:
    world.profile.commands.pop(_place(args), None)
    world.feed.publish("profile")
    return True


def set_description(world: World, args: Arguments) -> bool:
    text = _limited(args.text("description"), DESCRIPTION_LIMIT, "Bot description is too long")
    world.profile.descriptions[_language(args)] = text
    world.feed.publish("profile")
    return True


def get_description(world: World, args: Arguments) -> Json:
    return {"description": world.profile.shown_description(_language(args))}


def set_short_description(world: World, args: Arguments) -> bool:
    text = _limited(args.text("short_description"), SHORT_DESCRIPTION_LIMIT, "Bot short description is too long")
    world.profile.short_descriptions[_language(args)] = text
    return True


def get_short_description(world: World, args: Arguments) -> Json:
    kept = world.profile.short_descriptions
    return {"short_description": kept.get(_language(args)) or kept.get("", "")}


def set_menu_button(world: World, args: Arguments) -> bool:
    button = args.parsed("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("MenuButton has unsupported type")
    world.profile.menu_button = button
    world.feed.publish("profile")
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict) or not {"command", "description"} <= given.keys():
        raise bad_request("Can't parse BotCommand: expected an Object")
    command = str(given["command"]).strip().removeprefix("/")
    description = str(given["description"]).strip()
    if not command:
        raise bad_request("Command must be non-empty")
    if len(command) > 32:
        raise bad_request("Command length must not exceed 32")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > 256:
        raise bad_request("Command description length must not exceed 256")
    if not _COMMAND.match(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _place(args: Arguments) -> str:
    scope = args.parsed("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    chat = f":{scope['chat_id']}" if "chat_id" in scope else ""
    user = f":{scope['user_id']}" if "user_id" in scope else ""
    return f"{scope['type']}{chat}{user}|{_language(args)}"


def _language(args: Arguments) -> str:
    code = args.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("Invalid language code specified")
    return code


def _limited(text: str, limit: int, complaint: str) -> str:
    if len(text) > limit:
        raise bad_request(complaint)
    return text


METHODS = {
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyDescription": set_description,
    "getMyDescription": get_description,
    "setMyShortDescription": set_short_description,
    "getMyShortDescription": get_short_description,
    "setChatMenuButton": set_menu_button,
}
