// The right column: faults, pending updates, the log of the Bot API.

import { h, icon } from "/ui/dom.js";
import { t } from "/ui/words.js";
import { act, world } from "/ui/world.js";

const FAULTS = [
  ["too_many", "429 for 10 s"], ["down", "Bot API down 30 s"],
  ["lost_answer", "Answer lost"], ["slow", "Slow by 3 s"],
];
const NAMES = { too_many: "429", bad_gateway: "Bot API down", lost_answer: "Answer lost", slow: "Slow" };
const open = new Set();

export function drawBench(node, person, onClose) {
  const list = h("ol", { class: "calls", reversed: true }, world.calls.filter(worthShowing).slice(-60).reverse().map(line));
  const scrolled = node.querySelector(".calls")?.scrollTop ?? 0;
  node.setAttribute("aria-label", t("Bench"));
  node.replaceChildren(
    h("header", {}, h("h2", {}, t("Bench")), h("button", { class: "ghost", "aria-label": t("Close"), onclick: onClose }, "✕")),
    h("div", { class: "gauge" }, h("span", {}, t("Pending updates")), h("b", { class: world.pending ? "warm" : null }, String(world.pending))),
    h("section", { class: "faults" },
      h("h3", {}, t("Faults")),
      FAULTS.map(([fault, label]) => h("button", { onclick: () => act("fault", { fault }) }, t(label))),
      person && !person.blocked
        ? h("button", { onclick: () => act("block", { person: person.id, blocked: true }) }, `${person.name} ${t("blocks the bot")}`) : null,
      world.restart ? h("button", { onclick: () => act("restart") }, t("Restart the bot")) : null,
      h("button", { class: "mend", onclick: () => act("fault", { fault: "clear" }) }, t("Repair all")),
      h("label", {}, h("input", { type: "checkbox", checked: world.limits, onchange: (e) => act("limits", { enabled: e.target.checked }) }), t("Limits of Telegram")),
      world.faults.map(active)),
    h("h3", {}, t("Bot API log")), list);
  list.scrollTop = scrolled;
}

// A poll that simply brings updates says nothing that the chats do not show.
const worthShowing = (call) => call.method !== "getUpdates" || call.status !== 200 || call.fault;

function active(fault) {
  const left = fault.seconds === null ? null : fault.seconds - (Date.now() - fault.at) / 1000;
  if (left !== null && left <= 0) return null;
  const rest = left === null ? `× ${fault.times ?? "∞"}` : `${Math.ceil(left)} ${t("seconds left")}`;
  return h("p", { class: "active" }, `${t(NAMES[fault.kind] ?? fault.kind)} · ${rest}`);
}

function line(call) {
  const details = h("details", { open: open.has(call.number) },
    h("summary", {}, h("code", {}, call.method), call.fault ? h("em", {}, call.fault) : null,
      h("span", { class: "status" }, String(call.status || "—")), h("small", {}, `${call.ms} ms`)),
    h("h4", {}, t("Arguments")), h("pre", {}, JSON.stringify(call.arguments, null, 2)),
    h("h4", {}, t("Result")), h("pre", {}, JSON.stringify(call.result, null, 2)));
  details.addEventListener("toggle", () => (details.open ? open.add(call.number) : open.delete(call.number)));
  const tone = call.unknown ? "unknown" : call.status === 200 ? "good" : "bad";
  return h("li", { class: call.fault ? `${tone} struck` : tone }, details);
}

export const benchButton = (onOpen) =>
  h("button", { class: "ghost bench-button", "aria-label": t("Bench"), title: t("Bench"), onclick: onOpen }, icon("gauge"));
