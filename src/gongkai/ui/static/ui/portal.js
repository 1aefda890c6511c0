/* Gongkai 公开 — small comforts of the portal. Every page is complete without them. */
"use strict";

// Buttons that only a script can serve appear when there is one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}

// On wide screens without ::details-content the filters stand open.
if (window.matchMedia("(min-width: 60rem)").matches) {
  for (const facets of document.querySelectorAll("details.facets")) facets.open = true;
}

/* Suggestions while typing: a combobox whose list never takes the focus from the field (WAI-ARIA APG). */
function suggest(form, place) {
  const field = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const said = document.createElement("span");
  let rows = [], at = -1, asked = "", timer = 0;

  list.id = `suggestions-${place}`;
  list.className = "suggests";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  said.className = "vh";
  said.setAttribute("role", "status");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) field.setAttribute(name, value);
  form.append(list, said);

  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (to) => {
    at = to;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    list.replaceChildren(...rows.map((row, number) => {
      const line = document.createElement("li");
      const text = document.createElement("span");
      const count = document.createElement("span");
      line.id = `${list.id}-${number}`;
      line.setAttribute("role", "option");
      text.textContent = row.text;
      count.textContent = row.count;
      count.className = "n";
      line.append(text, count);
      line.addEventListener("mousedown", (event) => event.preventDefault());
      line.addEventListener("click", () => { location.href = row.url; });
      return line;
    }));
    list.hidden = !rows.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = rows.length ? (form.dataset.suggestCount || "#").replace("#", rows.length) : "";
    mark(-1);
  };
  const ask = async () => {
    const typed = field.value.trim();
    if (typed === asked) return;
    asked = typed;
    if (!typed) { rows = []; return show(); }
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed.slice(0, 40))}`, { credentials: "omit" });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (typed === field.value.trim() && document.activeElement === field) { rows = found; show(); }
    } catch { close(); }
  };

  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  field.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, 50); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows.length) {
      event.preventDefault();
      if (list.hidden) return show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(at + step < -1 ? rows.length - 1 : at + step >= rows.length ? -1 : at + step);
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) { event.preventDefault(); location.href = rows[at].url; }
  });
}
document.querySelectorAll("form[role=search][action='/search/']").forEach((form, place) => {
  form.dataset.suggest ||= "/search/suggest/";
  suggest(form, place);
});
