// A seat: one person before one chat, with the bubbles, the composer and the keyboards.

import { ask, avatar, h, icon, toast } from "/ui/dom.js";
import { album, brief, bubble, clock, day } from "/ui/bubbles.js";
import * as menus from "/ui/menus.js";
import { t } from "/ui/words.js";
import { act, history, markRead, ownName, world } from "/ui/world.js";

const SHOWN = 200;

const dayLine = (date, language) => () => h("div", { class: "service day" }, h("span", {}, day(date, language)));

const signature = (messages, flags) =>
  JSON.stringify([messages, flags, [...world.waiting.values()].filter((one) => messages.some((each) => each.id === one.message))]);

// Messages that follow one another and belong to one album.
function together(messages) {
  const found = [];
  for (const message of messages) {
    const album = found.at(-1);
    if (message.album && album?.[0].album === message.album) album.push(message);
    else found.push([message]);
  }
  return found;
}

// Make the nodes the children, touching only those that differ.
function settle(parent, nodes) {
  nodes.forEach((node, at) => {
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] ?? null);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

export class Seat {
  constructor(onPeople) {
    this.person = null;
    this.chat = null;
    this.topic = null; // null: the list of topics, or a chat without topics
    this.reply = null;
    this.quote = ""; // the part of the message replied to
    this.editing = null;
    this.folded = false;
    this.onPeople = onPeople;
    this.head = h("header");
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    this.input = h("textarea", { rows: "1", enterkeyhint: "send" });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("input", () => this.grow());
    this.foot = h("footer");
    this.pin = h("div", { class: "pin", hidden: true });
    this.node = h("section", { class: "seat" }, this.head, this.pin, this.log, this.foot);
    this.picker = h("input", { type: "file", hidden: true, multiple: true, onchange: () => this.sendFiles() });
  }

  sit(person, chat, topic = null) {
    Object.assign(this, { person, chat, topic, reply: null, quote: "", editing: null, folded: false, drawn: null });
    this.input.value = "";
  }

  get info() { return world.chats.get(this.chat); }
  get who() { return world.people.get(this.person); }
  get language() { return this.who.language; }
  t = (label) => t(label, this.language);
  get group() { return this.chat !== null && this.chat < 0; }
  get listing() { return this.group && this.info?.forum && this.topic === null; }

  draw() {
    if (!this.who) return;
    if (document.visibilityState === "visible") markRead(this.chat, this.topic);
    const below = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
    this.drawHead();
    this.drawPin();
    this.drawFoot();
    const moved = this.listing ? this.drawTopics() : this.drawLog();
    if (!this.listing && (moved || below < 120)) this.log.scrollTop = this.log.scrollHeight;
  }

  drawHead() {
    const title = this.group ? this.title() : world.bot.name;
    const typing = world.typing.get(this.chat);
    const busy = typing && typing.until > Date.now();
    const words = busy ? this.t(typing.action === "typing" ? "typing…" : "sends a file…") : this.subtitle();
    this.head.classList.toggle("in-topic", this.group && this.topic !== null);
    this.head.replaceChildren(
      h("button", { class: "ghost people-button", "aria-label": this.t("People"), onclick: this.onPeople }, icon("menu")),
      this.group && this.topic !== null && this.info.forum
        ? h("button", { class: "ghost", "aria-label": this.t("Topics"), onclick: () => this.open(null) }, icon("back")) : "",
      this.group ? avatar(this.chat, this.info.title) : h("span", { class: "avatar bot" }, "⚡"),
      h("div", { class: "title" }, h("h1", {}, title), h("small", { class: busy ? "busy" : null }, words)),
      h("span", { class: "me", title: `${this.t("Speaks as")} ${ownName(this.who)}` }, avatar(this.person, ownName(this.who))),
      h("button", { class: "ghost", "aria-label": this.t("Actions"), onclick: (event) => this.chatMenu(event.currentTarget) }, icon("dots")));
  }

  title() {
    const topic = this.info.topics.find((one) => one.id === this.topic);
    return topic ? `# ${topic.name}` : this.info.title;
  }

  subtitle() {
    if (!this.group) return this.t("bot");
    const topic = this.info.topics.find((one) => one.id === this.topic);
    if (topic?.closed) return this.t("closed");
    return `${this.info.members.length + 1} ${this.t("members")}`;
  }

  open(topic) {
    Object.assign(this, { topic, reply: null, quote: "", editing: null });
    this.input.value = "";
    this.draw();
  }

  // The newest pinned message of this place; a tap goes to it.
  drawPin() {
    const pinned = this.listing ? null : this.messages().findLast((one) => one.pinned);
    const state = pinned ? `${pinned.id}/${brief(pinned, this.t)}/${this.language}` : "";
    if (state === this.pinDrawn) return;
    this.pinDrawn = state;
    this.pin.hidden = !pinned;
    if (!pinned) { this.pin.replaceChildren(); return; }
    this.pin.replaceChildren(h("button", { onclick: () => this.goTo(pinned.id) },
      h("b", {}, `📌 ${this.t("Pinned")}`), h("span", {}, brief(pinned, this.t))));
  }

  goTo(id) {
    const node = this.log.querySelector(`[data-id="${id}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1500);
  }

  react(message, emoji) {
    act("react", { ...this.place, message: message.id, emoji: emoji.replace("\ufe0f", "") });
  }

  messages() {
    const all = history(this.chat).filter((one) => !this.info?.forum || one.thread_id === (this.topic ?? 0));
    return all.slice(-SHOWN);
  }

  drawLog() {
    const messages = this.messages();
    const mark = `${this.person}/${this.chat}/${this.topic}`;
    const moved = this.drawn !== mark;
    this.drawn = mark;
    if (moved) this.nodes = new Map();
    const lines = [];
    const groups = together(messages);
    groups.forEach((those, at) => {
      const [before, message, after] = [groups[at - 1]?.at(-1), those[0], groups[at + 1]?.[0]];
      if (!before || day(before.date, this.language) !== day(message.date, this.language)) {
        lines.push(this.kept(`day ${day(message.date, this.language)}`, "", dayLine(message.date, this.language)));
      }
      const flags = {
        first: before?.sender !== message.sender || before.service,
        last: after?.sender !== message.sender || after.service,
      };
      const make = () => (those.length > 1 ? album(those, this, flags) : bubble(message, this, flags));
      lines.push(this.kept(message.id, signature(those, flags), make));
    });
    if (!messages.length) lines.push(this.welcome());
    this.log.classList.remove("topics");
    settle(this.log, lines);
    return moved;
  }

  // The node of an unchanged line is kept, so that focus and pictures stay where they are.
  kept(key, mark, make) {
    if (this.nodes.get(key)?.mark !== mark) this.nodes.set(key, { mark, node: make() });
    return this.nodes.get(key).node;
  }

  welcome() {
    if (this.group) return h("p", { class: "empty" }, this.t("Nothing here yet"));
    return h("div", { class: "welcome" }, h("span", { class: "avatar bot" }, "⚡"), h("h2", {}, world.bot.name),
      this.who.description ? [h("b", {}, this.t("What can this bot do?")), h("p", {}, this.who.description)] : null);
  }

  // The topic in which something was said last stands first, as in Telegram.
  drawTopics() {
    const spoken = new Map();
    for (const one of history(this.chat)) if (!one.service) spoken.set(one.thread_id, one);
    const age = (topic) => spoken.get(topic.id)?.id ?? topic.id;
    const topics = [...this.info.topics].sort((one, other) => age(other) - age(one));
    const rows = [...topics, { id: 0, name: this.t("All"), icon_color: 0x8899a6 }].map((topic) => {
      const last = spoken.get(topic.id);
      const unread = world.unread.get(`${this.chat}/${topic.id}`);
      const dot = h("span", { class: "hash", "aria-hidden": "true" }, topic.closed ? "✓" : "#");
      dot.style.color = `#${topic.icon_color.toString(16).padStart(6, "0")}`;
      return h("button", { class: "topic", "data-topic": topic.id, onclick: () => this.open(topic.id) },
        dot, h("span", { class: "about" }, h("b", {}, topic.name, topic.closed ? ` · ${this.t("closed")}` : ""),
          h("small", {}, last ? `${last.name}: ${brief(last, this.t)}` : this.t("Nothing here yet"))),
        h("span", { class: "side" }, last ? h("time", {}, clock(last.date)) : null,
          unread ? h("span", { class: "badge" }, String(unread)) : null));
    });
    const moved = this.drawn !== null;
    this.drawn = null;
    this.log.classList.add("topics");
    const at = this.log.scrollTop;
    this.log.replaceChildren(...rows);
    this.log.scrollTop = moved ? 0 : at;
    return false;
  }

  drawFoot() {
    const state = this.footState();
    if (state === this.footDrawn) return;
    this.footDrawn = state;
    const focused = document.activeElement === this.input;
    if (this.listing || this.info?.bot === "kicked" && this.group) this.foot.replaceChildren();
    else if (!this.group && this.who.blocked) {
      this.foot.replaceChildren(h("p", { class: "note" }, this.t("You have blocked this bot")),
        h("button", { class: "wide", onclick: () => act("block", { person: this.person, blocked: false }) }, this.t("Unblock the bot")));
    } else if (!this.group && !history(this.chat).length) {
      this.foot.replaceChildren(h("button", { class: "wide start", "data-act": "start", onclick: () => act("start", { person: this.person }) }, this.t("START")));
    } else this.drawComposer();
    if (focused) this.input.focus();
  }

  // What the foot depends on; as long as it stays the same the composer is left alone.
  footState() {
    return JSON.stringify([this.person, this.chat, this.topic, this.listing, this.who.blocked, this.folded, this.reply?.id,
      this.quote, this.editing?.id, history(this.chat).length > 0, this.info?.keyboard, this.who.commands, this.info?.bot, this.t("Message")]);
  }

  drawComposer() {
    const keyboard = this.info?.keyboard;
    const rows = keyboard?.keyboard;
    this.input.placeholder = keyboard?.input_field_placeholder ?? this.t("Message");
    this.input.setAttribute("aria-label", this.t("Message"));
    this.foot.replaceChildren(
      this.reply || this.editing ? this.banner() : "",
      h("div", { class: "composer" },
        !this.group && this.who.commands.length
          ? h("button", { class: "commands", onclick: (event) => this.commandMenu(event.currentTarget) }, icon("menu"), h("span", {}, this.t("Menu"))) : "",
        h("button", { class: "ghost", "aria-label": this.t("Attach"), onclick: (event) => this.attachMenu(event.currentTarget) }, icon("attach")),
        this.input,
        rows ? h("button", { class: `ghost ${this.folded ? "" : "on"}`, "aria-label": this.t("Keyboard"), "aria-pressed": String(!this.folded),
          onclick: () => { this.folded = !this.folded; this.draw(); } }, icon("keyboard")) : "",
        h("button", { class: "send", "aria-label": this.t("Send"), onclick: () => this.send() }, icon("send"))),
      rows && !this.folded ? h("div", { class: "keyboard" }, rows.map((row) => h("div", { class: "row" }, row.map((button) =>
        h("button", { onclick: () => this.onKeyboard(button) }, button.text,
          /\p{Extended_Pictographic}/u.test(button.text) ? null : button.request_contact ? h("i", {}, "📱") : button.request_location ? h("i", {}, "📍") : null))))) : "",
      this.picker);
    this.grow();
  }

  banner() {
    const target = this.editing ?? this.reply;
    const words = this.quote || brief(target, this.t);
    return h("div", { class: "banner" }, h("div", { class: "quote" }, h("b", {}, this.editing ? this.t("Edit") : target.name),
      h("span", {}, words.slice(0, 90))),
      h("button", { class: "ghost", "aria-label": this.t("Cancel"), onclick: () => { this.settle(); this.input.value = ""; this.draw(); } }, "✕"));
  }

  settle() { Object.assign(this, { reply: null, quote: "", editing: null }); }

  get place() { return { person: this.person, chat: this.chat, thread_id: this.topic ?? 0 }; }

  send() {
    const text = this.input.value.trim();
    if (!text && !this.editing?.content.caption) return;
    this.input.value = "";
    if (this.editing) act("edit", { ...this.place, message: this.editing.id, text });
    else this.say(text);
    this.settle();
    this.grow();
    this.draw();
    this.input.focus();
  }

  say(text) {
    this.drawn = null; // one's own words bring the view to the end
    return act("say", { ...this.place, text, ...this.answer });
  }

  get answer() { return { reply_to: this.reply?.id ?? 0, quote: this.quote }; }

  onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
  }

  onCommand = (words) => this.say(words);

  async onPress(message, button) {
    const query = await act("press", { ...this.place, message: message.id, data: button.callback_data });
    if (!query) return;
    this.lastQuery = query;
    if (world.answered.has(query)) return;
    world.waiting.set(query, { message: message.id, data: button.callback_data });
    setTimeout(() => { world.waiting.delete(query); this.draw(); }, 30000);
    this.draw();
  }

  async onKeyboard(button) {
    const wish = button.request_contact ? "contact" : button.request_location ? "location" : null;
    if (!wish) { this.say(button.text); return; }
    const contact = wish === "contact";
    const allowed = await ask({
      title: this.t(contact ? "Share your phone number?" : "Share your location?"),
      text: contact ? `${this.t("The bot will get your number")}: ${this.who.phone}` : this.t("The bot will know where you are"),
      accept: this.t("Share"), cancel: this.t("Cancel"),
    });
    if (allowed) act(wish, this.place);
  }

  commandMenu = (anchor) => menus.commands(this, anchor);
  attachMenu = (anchor) => menus.attach(this, anchor);
  chatMenu = (anchor) => menus.chat(this, anchor);
  onMessageMenu = (message, anchor) => menus.message(this, message, anchor);

  pick(kind, accept) {
    this.picker.accept = accept;
    this.picker.dataset.kind = kind;
    this.picker.value = "";
    this.picker.click();
  }

  // What stands in the composer becomes the caption.
  async sendFiles() {
    const files = [...this.picker.files].slice(0, 10);
    if (!files.length) return;
    if (files.some((file) => file.size > 20 * 1048576)) { toast("20 MB", "bad"); return; }
    const caption = this.editing ? "" : this.input.value.trim();
    const answer = this.answer;
    if (caption) this.input.value = "";
    this.settle();
    this.drawn = null;
    const sent = await Promise.all(files.map(async (file) => ({ name: file.name, body: await inBase64(file) })));
    act("files", { ...this.place, ...answer, as: this.picker.dataset.kind, caption, files: sent });
    this.draw();
  }
}

async function inBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(binary);
}
