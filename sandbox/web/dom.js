// Small tools for building the page: every text goes in as textContent.

// h("button", {class: "x", onclick: f}, "label", node) makes an element.
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const shapes = {
    send: "M3 20.5 21.5 12 3 3.5 3 10l12 2-12 2z",
    attach: "M16.5 6.5v9a4.5 4.5 0 0 1-9 0V6a3 3 0 0 1 6 0v9a1.5 1.5 0 0 1-3 0V7h1.6v8a.1.1 0 0 0 .1.1h-.2V6a1.4 1.4 0 0 0-2.8 0v9.5a2.9 2.9 0 0 0 5.8 0v-9z",
    keyboard: "M4 6h16a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 20 18H4a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 4 6zm1.5 3v2h2V9zm3.7 0v2h2V9zm3.6 0v2h2V9zm3.7 0v2h2V9zM7 13.5v2h10v-2z",
    menu: "M4 6.5h16v2H4zm0 4.5h16v2H4zm0 4.5h16v2H4z",
    dots: "M12 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm0 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm0 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
    back: "M14.5 5 16 6.5 10.5 12l5.5 5.5-1.5 1.5L7.5 12z",
    file: "M6 2.5h8l4.5 4.5v13A1.5 1.5 0 0 1 17 21.5H6A1.5 1.5 0 0 1 4.5 20V4A1.5 1.5 0 0 1 6 2.5zm7 1.8V8h3.7z",
    gauge: "M12 4a9 9 0 0 1 9 9c0 2-.6 3.8-1.7 5.3H4.7A9 9 0 0 1 12 4zm4.6 4.3-5.4 3.6a1.8 1.8 0 1 0 2.4 2.4z",
    reply: "M10 6v4c6 .5 9 4 10 9-2.5-3.500-5.500-4.700-10-4.800V18l-7-6z",
  };
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", shapes[name]);
  svg.append(path);
  return svg;
}

export function avatar(id, name) {
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0].toUpperCase());
  return h("span", { class: `avatar tone-${Math.abs(id) % 7}`, "aria-hidden": "true" }, letters.join(""));
}

export function toast(text, kind = "") {
  const node = h("div", { class: `toast ${kind}` }, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 3500);
}

// ask({title, text, fields, accept}) opens a dialog and resolves to the values, or null.
export function ask({ title, text, fields = [], accept, cancel }) {
  return new Promise((resolve) => {
    const inputs = fields.map((field) => h("label", {}, field.label, field.input));
    const dialog = h("dialog", { "aria-label": title },
      h("form", { method: "dialog" },
        h("h2", {}, title), text ? h("p", {}, text) : null, ...inputs,
        h("div", { class: "choices" },
          cancel ? h("button", { value: "no", formnovalidate: true }, cancel) : null,
          h("button", { class: "primary", value: "yes" }, accept))));
    dialog.addEventListener("close", () => {
      const values = fields.map((field) => field.input.value.trim());
      resolve(dialog.returnValue === "yes" ? values : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// A small menu at an element; items are [label, action] pairs.
export function popup(anchor, items, label) {
  document.querySelectorAll(".popup").forEach((open) => open.remove());
  const menu = h("div", { class: "popup", role: "menu", "aria-label": label },
    items.map(([text, action, hint]) => h("button", {
      role: "menuitem", onclick: () => { menu.remove(); action(); },
    }, h("span", {}, text), hint ? h("small", {}, hint) : null)));
  document.body.append(menu);
  const place = anchor.getBoundingClientRect();
  const left = Math.min(place.left, innerWidth - menu.offsetWidth - 8);
  const above = place.top - menu.offsetHeight - 6;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${above > 8 ? above : Math.min(place.bottom + 6, innerHeight - menu.offsetHeight - 8)}px`;
  menu.querySelector("button")?.focus({ preventScroll: true });
  const away = (event) => {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) {
      menu.remove();
      removeEventListener("pointerdown", away, true);
      removeEventListener("keydown", away, true);
    }
  };
  setTimeout(() => {
    addEventListener("pointerdown", away, true);
    addEventListener("keydown", away, true);
  });
}
