// Menus of a seat: commands, attachments, what can be done with a message or a chat.

import { ask, h, popup } from "/ui/dom.js";
import { act, ownName, world } from "/ui/world.js";

export function commands(seat, anchor) {
  popup(anchor, seat.who.commands.map((one) => [`/${one.command}`, () => seat.say(`/${one.command}`), one.description]), seat.t("Menu"));
}

export function attach(seat, anchor) {
  const others = [...world.people.values()].filter((one) => one.id !== seat.person && one.phone).slice(0, 4);
  popup(anchor, [
    [`🖼 ${seat.t("Photo")}`, () => seat.pick("photo", "image/png,image/jpeg")],
    [`📄 ${seat.t("Document")}`, () => seat.pick("document", "")],
    seat.who.phone ? [`👤 ${seat.t("My contact")}`, () => act("contact", seat.place), seat.who.phone] : null,
    ...others.map((one) => [`👥 ${seat.t("Contact of")} ${one.name}`, () => act("contact", { ...seat.place, of: one.id })]),
    [`📍 ${seat.t("Location")}`, () => act("location", seat.place)],
    [`👍 ${seat.t("Sticker")}`, () => act("send", { ...seat.place, kind: "sticker" })],
    [`🎙 ${seat.t("Voice message")}`, () => act("send", { ...seat.place, kind: "voice" })],
    [`🎬 ${seat.t("Video")}`, () => act("send", { ...seat.place, kind: "video" })],
    [`⭕ ${seat.t("Video message")}`, () => act("send", { ...seat.place, kind: "video_note" })],
    [`📊 ${seat.t("Poll")}`, () => act("send", { ...seat.place, kind: "poll" })],
  ].filter(Boolean), seat.t("Attach"));
}

export function message(seat, message, anchor) {
  const place = { ...seat.place, message: message.id };
  const own = message.sender === seat.person;
  const keys = message.markup?.inline_keyboard;
  const words = message.content.text ?? message.content.caption;
  const marked = String(getSelection() ?? "").trim();
  const reacted = message.reactions.some((one) => one.by === seat.person);
  popup(anchor, [
    ["👍  ❤️  🎉", () => popup(anchor, ["👍", "❤️", "🎉", "🤔", "👎"].map((emoji) => [emoji, () => seat.react(message, emoji)]), "")],
    reacted ? [seat.t("Take the reaction back"), () => seat.react(message, "")] : null,
    [`↩ ${seat.t("Reply")}`, () => answer(seat, message, "")],
    words ? [`❝ ${seat.t("Quote")}`, () => quote(seat, message, words.includes(marked) && marked ? marked : words)] : null,
    own && (words || CAPTIONED.some((kind) => message.content[kind])) && !message.content.forward_origin
      ? [`✎ ${seat.t("Edit")}`, () => { seat.settle(); seat.editing = message; seat.draw(); seat.input.value = words ?? ""; seat.grow(); seat.input.focus(); }] : null,
    own || !seat.group ? [`🗑 ${seat.t("Delete")}`, () => act("delete", place)] : null,
    keys && seat.lastQuery ? [`⟳ ${seat.t("Send the press again")}`, () => act("press_again", { query_id: seat.lastQuery })] : null,
    keys ? [`⌛ ${seat.t("Make it too old")}`, () => act("grow_old", place)] : null,
  ].filter(Boolean), seat.t("Actions"));
}

const CAPTIONED = ["photo", "document", "video", "animation", "audio", "voice"];

function answer(seat, message, quote) {
  seat.settle();
  Object.assign(seat, { reply: message, quote });
  seat.draw();
  seat.input.focus();
}

// The text of the message, to be cut down to the part that is meant.
async function quote(seat, message, words) {
  const input = h("textarea", { rows: "5", required: true });
  input.value = words;
  const given = await ask({ title: seat.t("Quote"), accept: seat.t("Reply"), cancel: seat.t("Cancel"),
    fields: [{ label: seat.t("Leave the part that you answer"), input }] });
  if (given) answer(seat, message, given[0].trim());
}

export function chat(seat, anchor) {
  const inside = ["member", "administrator"].includes(seat.info?.bot);
  const topic = seat.info?.topics.find((one) => one.id === seat.topic);
  popup(anchor, [
    !seat.group ? [seat.t(seat.who.blocked ? "Unblock the bot" : "Block the bot"), () => act("block", { person: seat.person, blocked: !seat.who.blocked })] : null,
    !seat.group ? [seat.t("RESTART"), () => act("start", { person: seat.person }), "/start"] : null,
    seat.group && seat.info.forum ? [seat.t("New topic"), () => newTopic(seat)] : null,
    seat.group ? [seat.t(inside ? "Remove the bot" : "Add the bot"), () => act("bot_in_group", { ...seat.place, inside: !inside })] : null,
    topic ? [seat.t(topic.closed ? "Reopen topic" : "Close topic"), () => act("toggle_topic", seat.place)] : null,
    ...(seat.group ? seat.info.members.filter((id) => id !== seat.person).map((id) =>
      [`${seat.t("Speaks as")} ${ownName(world.people.get(id))}`, () => { seat.person = id; seat.draw(); }]) : []),
  ].filter(Boolean), seat.t("Actions"));
}

async function newTopic(seat) {
  const fields = [{ label: seat.t("Name"), input: h("input", { required: true, maxlength: "128", autocomplete: "off" }) }];
  const answer = await ask({ title: seat.t("New topic"), accept: seat.t("Create"), cancel: seat.t("Cancel"), fields });
  if (answer) act("new_topic", { ...seat.place, name: answer[0] });
}
