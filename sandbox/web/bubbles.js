// Bubbles: texts with their entities, files, contacts, inline keyboards.

import { h, icon, toast } from "/ui/dom.js";
import { t } from "/ui/words.js";
import { history, world } from "/ui/world.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });

export function day(seconds, language) {
  const date = new Date(seconds * 1000);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return t("Today", language);
  if (days === 1) return t("Yesterday", language);
  return date.toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
}

// Entities are nested properly and sorted from the outside in; offsets are JavaScript's own.
export function rich(text, entities, onCommand) {
  return h("div", { class: "words" }, build(text, 0, text.length, entities ?? [], onCommand));
}

function build(text, from, to, entities, onCommand) {
  const nodes = [];
  let at = from;
  while (entities.length) {
    const [outer, ...rest] = entities;
    const end = outer.offset + outer.length;
    const inner = rest.filter((one) => one.offset + one.length <= end);
    entities = rest.filter((one) => one.offset + one.length > end);
    if (outer.offset > at) nodes.push(text.slice(at, outer.offset));
    nodes.push(wrap(outer, build(text, outer.offset, end, inner, onCommand), text.slice(outer.offset, end), onCommand));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, children, words, onCommand) {
  switch (entity.type) {
    case "text_link": return link(entity.url, children);
    case "url": return link(/^https?:/i.test(words) ? words : `https://${words}`, children);
    case "email": return link(`mailto:${words}`, children);
    case "bot_command": return h("button", { class: "command", onclick: () => onCommand(words) }, children);
    case "spoiler": return h("button", { class: "spoiler", onclick: (e) => e.currentTarget.classList.add("open") }, children);
    case "text_mention": case "mention": return h("span", { class: "mention" }, children);
    default: return h(TAGS[entity.type] ?? "span", {}, children);
  }
}

function link(url, children) {
  const safe = /^(https?|mailto):/i.test(url);
  return safe ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children) : h("span", {}, children);
}

export function bubble(message, seat, { first, last }) {
  if (message.service) return h("div", { class: "service" }, h("span", {}, serviceText(message, seat.t)));
  const content = message.content;
  return line(message, seat, { first, last }, [
    media(content, seat.t),
    textOf(content, seat, () => h("span", { class: "room", "aria-hidden": "true" }, foot(message, seat))),
    h("div", { class: "foot" }, foot(message, seat)),
    reactions(message, seat)]);
}

// The messages of an album are one bubble; each of them answers to its own menu.
export function album(messages, seat, { first, last }) {
  const end = messages.at(-1);
  const spoken = messages.filter((one) => one.content.caption);
  const pictures = messages.every((one) => one.content.photo || one.content.video);
  const items = messages.map((one) => {
    const item = h("div", { class: "item", "data-id": one.id, tabindex: "0" }, media(one.content, seat.t), reactions(one, seat));
    withMenu(item, one, seat);
    return item;
  });
  return line(messages[0], seat, { first, last }, [
    h("div", { class: pictures ? gridOf(messages.length) : "pile", "data-album": end.album }, items),
    spoken.map((one) => textOf(one.content, seat, () => h("span", { class: "room", "aria-hidden": "true" }, foot(end, seat)))),
    h("div", { class: "foot" }, foot({ ...end, edited: messages.some((one) => one.edited) }, seat))]);
}

// Whole rows: the first picture takes the place that would stay empty.
function gridOf(count) {
  const columns = count === 2 || count === 4 ? 2 : 3;
  return `grid by-${columns} span-${(columns - (count % columns)) % columns + 1}`;
}

function line(message, seat, { first, last }, inside) {
  const mine = message.sender === seat.person;
  const body = h("div", { class: "bubble", tabindex: "0", "data-id": message.id },
    seat.group && !mine && first ? h("div", { class: `who ink-${Math.abs(message.sender) % 7}` }, message.name) : null,
    forwarded(message, seat.t),
    quoted(message, seat),
    inside);
  withMenu(body, message, seat);
  const more = h("button", { class: "more", "aria-label": seat.t("Actions"), tabindex: "-1",
    onclick: () => seat.onMessageMenu(message, more) }, icon("dots"));
  return h("div", { class: `line ${mine ? "mine" : "theirs"} ${last ? "last" : ""}` },
    h("div", { class: "stack" }, body, keyboard(message, seat)), more);
}

function withMenu(node, message, seat) {
  node.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    event.stopPropagation();
    seat.onMessageMenu(message, node);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === node) seat.onMessageMenu(message, node);
  });
}

// One's own reaction is marked; a tap on any sets it, or takes it back.
function reactions(message, seat) {
  if (!message.reactions.length) return null;
  const counted = Map.groupBy(message.reactions, (one) => one.emoji);
  return h("div", { class: "reactions" }, [...counted].map(([emoji, those]) => {
    const own = those.some((one) => one.by === seat.person);
    return h("button", { class: own ? "own" : null, onclick: () => seat.react(message, own ? "" : emoji) },
      emoji === "❤" ? "❤️" : emoji, those.length > 1 ? ` ${those.length}` : null);
  }));
}

function foot(message, seat) {
  return [
    message.pinned ? h("span", {}, "📌") : null,
    message.inaccessible ? h("span", {}, seat.t("too old")) : null,
    message.edited ? h("span", { class: "edited" }, seat.t("edited")) : null,
    h("time", {}, clock(message.date)),
    message.sender === seat.person ? h("span", { class: "ticks", "aria-hidden": "true" }, "✓✓") : null,
  ];
}

// The words end with an invisible copy of the foot, so that the time never covers them.
function textOf(content, seat, room) {
  const text = content.text ?? content.caption;
  if (!text) return null;
  const words = rich(text, content.entities ?? content.caption_entities, seat.onCommand);
  words.append(room());
  return words;
}

function quoted(message, seat) {
  if (!message.reply_to) return null;
  const target = history(message.chat_id).find((one) => one.id === message.reply_to);
  if (!target) return null;
  return h("button", { class: message.quote ? "quote exact" : "quote", onclick: () => seat.goTo(target.id) }, h("b", {}, target.name),
    h("span", {}, message.quote ? message.quote.text : brief(target, seat.t).slice(0, 80)));
}

function forwarded(message, t) {
  const origin = message.content.forward_origin;
  if (!origin) return null;
  return h("div", { class: "forwarded" }, `${t("Forwarded from")} ${origin.sender_user_name ?? origin.sender_user?.first_name ?? "…"}`);
}

const KINDS = {
  animation: "GIF", photo: "Photo", document: "Document", video: "Video", video_note: "Video message", voice: "Voice message",
  audio: "Audio", sticker: "Sticker", venue: "Location", location: "Location", contact: "Contact", poll: "Poll",
};

// What a message says, in one line.
export function brief(message, t) {
  const content = message.content;
  if (message.service) return serviceText(message, t);
  const words = content.text ?? content.caption;
  if (words) return words.replace(/\s+/g, " ");
  const kind = Object.keys(KINDS).find((one) => content[one]);
  return kind ? t(KINDS[kind]) : "…";
}

function media(content, t) {
  if (content.photo) {
    const picture = content.photo.at(-1);
    return h("a", { class: "photo", href: `/ui/file/${picture.file_id}`, target: "_blank" },
      h("img", { src: `/ui/file/${picture.file_id}`, alt: t("Photo"), width: picture.width, height: picture.height }));
  }
  if (content.animation || content.video) return moving(content.animation ?? content.video, content.animation ? "GIF" : "▶");
  if (content.video_note) return h("div", { class: "round", role: "img", "aria-label": t("Video message") }, "▶");
  if (content.document) return documentCard(content.document, t);
  if (content.audio) return card("🎵", content.audio.file_name, `0:${String(content.audio.duration).padStart(2, "0")}`);
  if (content.venue) return card("📍", content.venue.title, content.venue.address);
  if (content.poll) {
    return h("div", { class: "poll" }, h("b", {}, content.poll.question), content.poll.options.map((one) => h("span", {}, `○ ${one.text}`)));
  }
  if (content.contact) {
    return h("div", { class: "card" }, h("span", { class: "disc" }, "👤"),
      h("span", { class: "about" }, h("b", {}, content.contact.first_name), h("small", {}, content.contact.phone_number)));
  }
  if (content.venue) {
    return h("div", { class: "card" }, h("span", { class: "disc" }, "📍"),
      h("span", { class: "about" }, h("b", {}, content.venue.title), h("small", {}, content.venue.address)));
  }
  if (content.location) {
    return h("div", { class: "card" }, h("span", { class: "disc" }, "📍"),
      h("span", { class: "about" }, h("b", {}, t("Location")),
        h("small", {}, `${content.location.latitude}, ${content.location.longitude}`)));
  }
  if (content.voice) {
    return h("div", { class: "card" }, h("span", { class: "disc" }, "🎙"),
      h("span", { class: "wave", "aria-label": t("Voice message") }), h("small", {}, `0:0${content.voice.duration}`));
  }
  if (content.sticker) return h("div", { class: "sticker" }, content.sticker.emoji);
  return null;
}

const card = (sign, title, words) =>
  h("div", { class: "card" }, h("span", { class: "disc" }, sign), h("span", { class: "about" }, h("b", {}, title), h("small", {}, words)));

const moving = (file, sign) =>
  h("div", { class: "moving", role: "img" }, h("b", {}, sign), h("small", {}, `0:${String(file.duration).padStart(2, "0")}`));

function documentCard(file, t) {
  const size = file.file_size > 1e6 ? `${(file.file_size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(file.file_size / 1024))} KB`;
  const kind = (file.file_name.split(".").at(-1) ?? "").toUpperCase().slice(0, 4);
  return h("div", { class: "card document" },
    h("span", { class: "disc file" }, kind),
    h("span", { class: "about" }, h("b", {}, file.file_name), h("small", {}, size),
      h("span", { class: "links" },
        h("a", { href: `/ui/file/${file.file_id}`, target: "_blank" }, t("Open")),
        h("a", { href: `/ui/file/${file.file_id}?save`, download: file.file_name }, t("Save")))));
}

function keyboard(message, seat) {
  const rows = message.markup?.inline_keyboard;
  if (!rows) return null;
  return h("div", { class: "inline" }, rows.map((row) => h("div", { class: "row" },
    row.map((button) => inlineButton(button, message, seat)))));
}

function inlineButton(button, message, seat) {
  if (button.url || button.web_app) {
    return h("a", { href: button.url ?? button.web_app.url, target: "_blank", rel: "noopener noreferrer" }, button.text, h("i", {}, "↗"));
  }
  if (button.copy_text) {
    return h("button", { onclick: () => {
      navigator.clipboard?.writeText(button.copy_text.text);
      toast(seat.t("Copied"));
    } }, button.text, h("i", {}, "⧉"));
  }
  const busy = [...world.waiting.values()].some((one) => one.message === message.id && one.data === button.callback_data);
  return h("button", { class: busy ? "busy" : null, "data-callback": button.callback_data,
    onclick: () => seat.onPress(message, button) }, button.text);
}

export function serviceText(message, t) {
  const content = message.content;
  if (content.forum_topic_created) return `# ${content.forum_topic_created.name}`;
  if (content.forum_topic_edited) return `✎ ${content.forum_topic_edited.name ?? ""}`;
  if (content.forum_topic_closed) return t("Topic closed");
  if (content.forum_topic_reopened) return t("Topic reopened");
  if (content.new_chat_members) return `+ ${content.new_chat_members.map((one) => one.first_name).join(", ")}`;
  if (content.left_chat_member) return `− ${content.left_chat_member.first_name}`;
  if (content.pinned_message) return `📌 ${t("Pinned")}`;
  if (content.migrate_to_chat_id || content.migrate_from_chat_id) return t("The group is a supergroup now");
  return Object.keys(content)[0] ?? "";
}
