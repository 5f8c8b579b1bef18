// The page's copy of the world: filled by server-sent events, changed by acts.

import { toast } from "/ui/dom.js";
import { t } from "/ui/words.js";

export const world = {
  bot: { name: "", id: 0 },
  people: new Map(), chats: new Map(), messages: new Map(),
  calls: [], pending: 0, faults: [], limits: false, notes: [], restart: false,
  typing: new Map(), waiting: new Map(), answered: new Set(), unread: new Map(),
};

let draw = () => {};
let answered = () => {};

export function follow(redraw, onAnswer) {
  draw = redraw;
  answered = onAnswer;
  const source = new EventSource("/ui/events");
  source.onmessage = (event) => { take(JSON.parse(event.data)); draw(); };
  source.onerror = () => toast(t("The page has lost the sandbox; it is trying again."), "bad");
}

export async function act(name, data = {}) {
  const response = await fetch("/ui/act", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Sandbox": "page" },
    body: JSON.stringify({ act: name, ...data }),
  });
  const body = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) toast(body.error, "bad");
  return body.result;
}

export const history = (chatId) => world.messages.get(chatId) ?? [];

export const ownName = (person) => `${person.name} ${person.last_name}`.trim();

const HANDLERS = {
  snapshot(event) {
    Object.assign(world, {
      bot: event.bot, calls: event.calls, pending: event.pending, faults: event.faults,
      limits: event.limits, notes: event.notes, restart: event.restart,
      people: new Map(event.people.map((one) => [one.id, one])),
      chats: new Map(event.chats.map((one) => [one.id, one])),
      messages: new Map(),
    });
    event.messages.forEach(keep);
  },
  message: (event) => {
    if (keep(event.message) && !event.message.service) note(event.message);
    if (event.message.sender === world.bot.id) world.typing.delete(event.message.chat_id);
  },
  removed(event) {
    world.messages.set(event.chat_id, history(event.chat_id).filter((one) => one.id !== event.message_id));
  },
  person: (event) => world.people.set(event.person.id, event.person),
  chat: (event) => world.chats.set(event.chat.id, event.chat),
  call(event) {
    world.calls = [...world.calls.slice(-199), event.call];
  },
  pending: (event) => { world.pending = event.pending; },
  faults(event) {
    world.faults = event.faults.map((one) => ({ ...one, at: Date.now() }));
    world.limits = event.limits;
  },
  typing(event) {
    world.typing.set(event.chat_id, { action: event.action, until: Date.now() + 5000 });
    setTimeout(draw, 5100);
  },
  answer(event) {
    world.waiting.delete(event.query_id);
    world.answered.add(event.query_id); // it may come before the press itself has returned
    answered(event);
  },
};

function take(event) {
  HANDLERS[event.kind]?.(event);
}

// True for a message that was not there before.
function keep(message) {
  const list = history(message.chat_id);
  const at = list.findIndex((one) => one.id === message.id);
  if (at >= 0) list[at] = message;
  else world.messages.set(message.chat_id, [...list, message]);
  return at < 0;
}

function note(message) {
  const key = `${message.chat_id}/${message.thread_id}`;
  world.unread.set(key, (world.unread.get(key) ?? 0) + 1);
  world.unread.set(`${message.chat_id}`, (world.unread.get(`${message.chat_id}`) ?? 0) + 1);
}

export function markRead(chatId, threadId) {
  world.unread.delete(`${chatId}`);
  if (threadId !== null) world.unread.delete(`${chatId}/${threadId}`);
}
