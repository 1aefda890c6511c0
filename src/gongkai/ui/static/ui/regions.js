// Regions drawn with the mouse on pictures of pages. Each is a row of the form, which works without this script.
(function () {
  "use strict";
  const SIDES = ["page", "left", "top", "right", "bottom"];
  const SMALLEST = 0.4;  // percent of the page: less is a slip of the hand
  const form = document.querySelector("[data-regions]");
  if (!form) return;
  const body = form.querySelector("tbody");
  const pages = Array.from(form.querySelectorAll("[data-page]"));
  const rows = () => Array.from(body.rows);
  const inputs = (row) => SIDES.map((side) => row.querySelector(`[name^=${side}_]`));

  function emptyRow() {
    const found = rows().find((row) => inputs(row).every((input) => !input.value.trim()));
    if (found) return found;
    const row = body.rows[0].cloneNode(true);
    const number = body.rows.length;
    inputs(row).forEach((input, place) => {
      const name = `${SIDES[place]}_${number}`;
      const label = row.cells[place].querySelector("label");
      label.htmlFor = input.id = `id_${name}`;
      label.textContent = label.textContent.replace(/\d+/, number + 1);
      input.name = name;
      input.value = "";
    });
    body.append(row);
    return row;
  }

  function place(box, sides) {
    const [left, top, right, bottom] = sides;
    box.style.left = `${left}%`;
    box.style.top = `${top}%`;
    box.style.width = `${right - left}%`;
    box.style.height = `${bottom - top}%`;
  }

  function boxOn(page) {
    const box = document.createElement("div");
    box.className = "region";
    page.append(box);
    return box;
  }

  // What the rows say is what is shown, whether it was drawn or typed.
  function show() {
    form.querySelectorAll(".region").forEach((box) => box.remove());
    rows().forEach((row) => {
      const [number, ...sides] = inputs(row).map((input) => parseFloat(input.value));
      const page = pages.find((each) => Number(each.dataset.page) === number);
      if (!page || sides.some(Number.isNaN)) return;
      const box = boxOn(page);
      place(box, sides);
      const off = document.createElement("button");
      off.type = "button";
      off.textContent = "×";
      off.setAttribute("aria-label", form.dataset.remove);
      off.addEventListener("click", () => { inputs(row).forEach((input) => { input.value = ""; }); show(); });
      box.append(off);
    });
  }

  pages.forEach((page) => {
    let from = null;
    let box = null;
    const at = (event) => {
      const frame = page.getBoundingClientRect();
      const share = (value, size) => Math.min(Math.max(100 * value / size, 0), 100);
      return [share(event.clientX - frame.left, frame.width), share(event.clientY - frame.top, frame.height)];
    };
    const sides = (to) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    page.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button || event.target.tagName === "BUTTON") return;
      event.preventDefault();
      page.setPointerCapture(event.pointerId);
      from = at(event);
      box = boxOn(page);
    });
    page.addEventListener("pointermove", (event) => { if (from) place(box, sides(at(event))); });
    page.addEventListener("pointerup", (event) => {
      if (!from) return;
      const drawn = sides(at(event));
      from = null;
      if (drawn[2] - drawn[0] >= SMALLEST && drawn[3] - drawn[1] >= SMALLEST) {
        inputs(emptyRow()).forEach((input, number) => { input.value = number ? drawn[number - 1].toFixed(1) : page.dataset.page; });
      }
      show();
    });
    page.addEventListener("pointercancel", () => { from = null; show(); });
  });
  body.addEventListener("input", show);
  show();
})();
