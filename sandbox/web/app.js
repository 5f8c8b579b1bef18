// The whole page: people on the left, one or two seats, the bench on the right.

import { ask, avatar, h, popup, toast } from "/ui/dom.js";
import { benchButton, drawBench } from "/ui/bench.js";
import { Seat } from "/ui/seat.js";
import { LANGUAGES, choose, current, t } from "/ui/words.js";
import { act, follow, ownName, world } from "/ui/world.js";

const people = document.getElementById("people");
const bench = document.getElementById("bench");
const shade = document.getElementById("shade");
const layout = document.getElementById("layout");
const seats = [new Seat(openPeople), new Seat(openPeople)];
let two = localStorage.getItem("two") !== "no";
let queued = false;

document.getElementById("seats").append(...seats.map((seat) => seat.node));
choose(current());
shade.addEventListener("click", closeDrawers);
follow(redraw, onAnswer);
setInterval(() => world.faults.length && redraw(), 1000);

function redraw() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => { queued = false; draw(); });
}

function draw() {
  seatEveryone();
  document.title = world.bot.name || "Sandbox";
  drawPeople();
  const second = two && seats[1].who;
  layout.classList.toggle("two", Boolean(second));
  seats[1].node.hidden = !second;
  seats[0].draw();
  if (second) seats[1].draw();
  drawBench(bench, seats[0].who, closeBench);
}

// Who has no place yet takes the first free one: people at the left seat, the group at the right.
function seatEveryone() {
  const [first, second] = world.people.values();
  if (!seats[0].who && first) seats[0].sit(first.id, first.id);
  const group = [...world.chats.values()].find((chat) => chat.id < 0 && chat.members.length && !chat.migrated_to);
  if (seats[1].who) return;
  if (group) seats[1].sit(group.members[0], group.id);
  else if (second) seats[1].sit(second.id, second.id);
}

function drawPeople() {
  const groups = [...world.chats.values()].filter((chat) => chat.id < 0 && !chat.migrated_to);
  people.setAttribute("aria-label", t("People"));
  people.replaceChildren(
    h("header", {}, h("span", { class: "avatar bot" }, "⚡"), h("div", { class: "title" }, h("h2", {}, world.bot.name), h("small", {}, "@", world.bot.username)),
      benchButton(() => { closeDrawers(); document.body.classList.toggle("with-bench"); })),
    h("h3", {}, t("People")),
    h("ul", {}, [...world.people.values()].map((person) => h("li", {}, personButton(person)))),
    h("button", { class: "add", onclick: newPerson }, "+ ", t("New person")),
    groups.length ? h("h3", {}, t("Groups")) : "",
    h("ul", {}, groups.map((chat) => h("li", {}, groupButton(chat)))),
    world.notes.length ? h("section", { class: "notes" }, h("h3", {}, t("Notes")),
      world.notes.map((note) => h("article", {}, h("b", {}, note.title), h("p", {}, note.text)))) : "",
    h("footer", {},
      h("label", { class: "two-seats" }, h("input", { type: "checkbox", checked: two, onchange: (event) => {
        two = event.target.checked;
        localStorage.setItem("two", two ? "yes" : "no");
        redraw();
      } }), t("Two seats")),
      h("button", { class: "ghost language", "aria-label": t("Language"), onclick: (event) => popup(event.currentTarget,
        Object.entries(LANGUAGES).map(([code, name]) => [name, () => { choose(code); redraw(); }]), t("Language")) }, LANGUAGES[current()])));
}

function personButton(person) {
  const here = seats.some((seat) => seat.chat === person.id && shown(seat));
  const unread = here ? 0 : world.unread.get(`${person.id}`);
  return h("button", { class: `entry ${here ? "here" : ""}`, "data-person": person.id, onclick: () => sit(person.id, person.id) },
    avatar(person.id, ownName(person)),
    h("span", { class: "about" }, h("b", {}, ownName(person)),
      h("small", {}, [person.language, person.phone].filter(Boolean).join(" · "))),
    unread ? h("span", { class: "badge" }, String(unread)) : null);
}

function groupButton(chat) {
  const here = seats.some((seat) => seat.chat === chat.id && shown(seat));
  const unread = here ? 0 : world.unread.get(`${chat.id}`);
  return h("button", { class: `entry ${here ? "here" : ""}`, onclick: () => chat.members.length && sit(chat.members[0], chat.id) },
    avatar(chat.id, chat.title),
    h("span", { class: "about" }, h("b", {}, chat.title), h("small", {}, `${chat.members.length + 1} ${t("members")}`)),
    unread ? h("span", { class: "badge" }, String(unread)) : null);
}

const shown = (seat) => getComputedStyle(seat.node).display !== "none";

// Groups go to the right seat where there are two, people to the left one.
function sit(person, chat) {
  const right = chat < 0 && two && matchMedia("(min-width: 900px)").matches;
  seats[right ? 1 : 0].sit(person, chat);
  closeDrawers();
  redraw();
}

async function newPerson() {
  const language = h("select", {}, Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code }, name)));
  language.value = current();
  const answer = await ask({
    title: t("New person"), accept: t("Create"), cancel: t("Cancel"),
    fields: [
      { label: t("Name"), input: h("input", { required: true, maxlength: "64", autocomplete: "off" }) },
      { label: t("Language"), input: language },
      { label: t("Phone"), input: h("input", { type: "tel", placeholder: "+7 701 000 00 00", autocomplete: "off" }) },
      { label: t("Deep link"), input: h("input", { placeholder: "?start=…", pattern: "[A-Za-z0-9_\\-]{0,64}", autocomplete: "off" }) },
    ],
  });
  if (!answer) return;
  const [name, code, phone, payload] = answer;
  const id = await act("new_person", { name, language: code, phone: phone.replace(/[^+0-9]/g, ""), payload });
  if (id) sit(id, id);
}

function onAnswer(event) {
  const seat = seats.find((one) => one.person === event.person);
  if (!seat || !event.text) return;
  if (event.alert) ask({ title: world.bot.name, text: event.text, accept: t("OK") });
  else toast(event.text);
}

function openPeople() {
  document.body.classList.add("with-people");
  shade.hidden = false;
}

function closeDrawers() {
  document.body.classList.remove("with-people");
  shade.hidden = true;
}

function closeBench() {
  document.body.classList.remove("with-bench");
}
