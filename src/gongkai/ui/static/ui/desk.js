// The desk with scripts: keys in lists, a rich text area, saving while typing, files by dropping.
// Everything here only adds to pages that work without it.
(function () {
  "use strict";
  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  // ── Lists: J K Enter E, / and ?
  const rows = $$("[data-todo] [data-row]");
  const hint = $("[data-keys]");
  if (hint) hint.hidden = false;
  let at = rows.findIndex((row) => row.classList.contains("at"));

  function go(to) {
    if (!rows[to]) return;
    rows.forEach((row, place) => {
      row.classList.toggle("at", place === to);
      const step = $(".btn", row);
      if (step) {
        step.classList.toggle("btn-do", place === to);
        step.classList.toggle("btn-line", place !== to);
      }
    });
    at = to;
    const link = $(".t", rows[to]);
    if (link) link.focus({ preventScroll: true });
    rows[to].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    const open = (selector) => { const link = rows[at] && $(selector, rows[at]); if (link) link.click(); };
    if (key === "/") { const box = $("#dq"); if (box && box.offsetParent) { event.preventDefault(); box.focus(); } }
    else if (key === "?") { const help = $("[data-help]"); if (help) { help.open = !help.open; help.scrollIntoView({ block: "nearest" }); } }
    else if (!rows.length) {
      if (key === "j") { const next = $("[data-after]"); if (next) next.click(); }
      if (key === "k") { const before = $("[data-before]"); if (before) before.click(); }
    }
    else if (key === "j") go(Math.min(at + 1, rows.length - 1));
    else if (key === "k") go(Math.max(at - 1, 0));
    else if (key === "e") open(".btn");
    else if (key === "enter" && event.target === document.body) open(".t");
  });

  // ── Errors are read first
  const errors = $("[data-errors]");
  if (errors) errors.focus();

  // ── A second click on the same button does nothing
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || "again" in form.dataset) return;  // a download leaves the page as it is
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // ── Files by dropping
  $$("[data-drop]").forEach((zone) => {
    const input = $("input[type=file]", zone);
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      const button = zone.dataset.drop === "submit" ? $("button", input.form) : $("button", zone);
      input.form.requestSubmit(zone.dataset.drop === "submit" ? undefined : button);
    });
  });
  document.addEventListener("dragover", (event) => { if ($("[data-drop]")) event.preventDefault(); });
  document.addEventListener("drop", (event) => { if ($("[data-drop]")) event.preventDefault(); });

  // ── Many files and folders: sent one by one, each with its progress; without scripts the form sends them together
  const inside = async (entry) => {
    if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), path: entry.fullPath }];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return (await Promise.all(found.map(inside))).flat();
      found.push(...some);
    }
  };
  const sendOne = (url, fields, moved) => new Promise((done, fail) => {
    const data = new FormData();
    Object.entries(fields).forEach(([name, value]) => data.append(name, value));
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", $("[name=csrfmiddlewaretoken]").value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && moved && moved(event.loaded / event.total));
    request.addEventListener("error", () => fail(new Error("")));
    request.addEventListener("load", () => {
      let told = {};
      try { told = JSON.parse(request.responseText || "{}"); } catch { /* an error page: its status says enough */ }
      if (request.status < 300) done(told); else fail(new Error(told.message || ""));
    });
    request.send(data);
  });
  $$("form[data-send-each]").forEach((form) => {
    const input = $("input[type=file]", form);
    const list = $("[data-sent]", form);
    const word = (name) => $(`[data-word=${name}]`, $("[data-words]", form).content).textContent;
    const line = ({ file, path }) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      const bar = document.createElement("progress");
      const state = document.createElement("span");
      item.className = "row row-ends";
      name.textContent = path.replace(/^\//, "") || file.name;
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", name.textContent);
      state.className = "note";
      state.textContent = word("waiting");
      item.append(name, bar, state);
      list.append(item);
      return { bar, state };
    };
    // What was not sent stays on the page with its reason; the others are one click away.
    const linkTo = (url, words) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = url;
      link.textContent = words;
      item.append(link);
      return item;
    };
    const sendAll = async (files) => {
      const button = $("button", form);
      const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      button.disabled = true;
      list.replaceChildren();
      list.hidden = false;
      const lines = files.map(line);
      try {
        const place = await sendOne(form.dataset.sendEach, fields);
        let kept = 0;
        for (const [index, { file, path }] of files.entries()) {
          const { bar, state } = lines[index];
          state.textContent = word("sending");
          try {
            await sendOne(place.files, { file, path }, (share) => { bar.value = share; });
            state.textContent = word("sent");
            kept += 1;
          } catch (error) {
            state.textContent = `${word("failed")} ${error.message}`;
            state.className = "st st-bad wrap-st";
          }
        }
        if (kept) {
          const { url } = await sendOne(place.close, {});
          if (kept === files.length) window.location.assign(url);
          else list.append(linkTo(url, word("results")));
        }
      } catch (error) {
        lines.forEach(({ state }) => { state.textContent = `${word("failed")} ${error.message}`; });
      }
      button.disabled = false;
    };
    form.addEventListener("submit", (event) => {
      if (!input.files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      sendAll([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    }, true);
    $("[data-drop]", form).addEventListener("drop", (event) => {
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      if (!entries.some((entry) => entry.isDirectory)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      Promise.all(entries.map(inside)).then((found) => sendAll(found.flat()));
    }, true);
  });

  // ── Review: the words that are selected become a passage
  const mark = $("[data-mark]");
  const sheet = $("[data-sheet]");
  if (mark && sheet) {
    const chosen = () => {
      const selection = document.getSelection();
      return selection.rangeCount && sheet.contains(selection.anchorNode) ? selection.toString().replace(/\s+/g, " ").trim() : "";
    };
    let words = "";
    mark.hidden = false;
    document.addEventListener("selectionchange", () => {
      const now = chosen();
      if (now) words = now;
      mark.disabled = !words;
    });
    mark.addEventListener("click", () => {
      const passages = $("#id_passages");
      passages.value = (passages.value.trim() ? passages.value.trimEnd() + "\n" : "") + words;
      words = "";
      mark.disabled = true;
    });
  }

  // ── Withdrawal: all or none of this page
  const boxes = $$(".pick input[type=checkbox]");
  [["[data-all]", true], ["[data-none]", false]].forEach(([selector, on]) => {
    const link = $(selector);
    if (link) link.addEventListener("click", (event) => { event.preventDefault(); boxes.forEach((box) => { box.checked = on; }); });
  });

  // ── Passages that a reviewer marked are shown in the text itself
  function highlight(area) {
    const passages = $$("[data-marks] mark").map((mark) => mark.textContent.trim()).filter(Boolean);
    if (!area || !passages.length || !window.Highlight) return;
    const ranges = [];
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      passages.forEach((words) => {
        const start = walker.currentNode.data.indexOf(words);
        if (start < 0) return;
        const range = new Range();
        range.setStart(walker.currentNode, start);
        range.setEnd(walker.currentNode, start + words.length);
        ranges.push(range);
      });
    }
    CSS.highlights.set("passage", new Highlight(...ranges));
  }
  highlight(sheet);

  // ── The rich text area
  const form = $("form[data-draft]");
  if (!form) return forgetSaved();
  // Word and WPS put styles and empty tags around the text; the server cleans again, and is the judge.
  const DROPPED = "script,style,meta,link,title,xml,object,iframe,form,button,input,select,textarea,template,svg";
  const KEPT = { A: ["href"], IMG: ["src", "alt"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"] };
  const say = JSON.parse($("#words").textContent);
  const source = $("[data-rich]", form);
  const rich = enrich(source);
  const state = $("[data-saved]", form);
  const shelf = `gongkai-draft-${form.dataset.draft}`;

  function enrich(textarea) {
    const area = document.createElement("div");
    area.className = "rich sheet";
    area.contentEditable = "true";
    area.setAttribute("role", "textbox");
    area.setAttribute("aria-multiline", "true");
    area.setAttribute("aria-labelledby", "label-body");
    const label = $(`label[for="${textarea.id}"]`);
    label.id = "label-body";
    label.addEventListener("click", () => area.focus());
    area.innerHTML = shown(tidy(textarea.value));
    textarea.hidden = true;
    textarea.after(toolbar(area), area);
    document.execCommand("styleWithCSS", false, false);
    document.execCommand("defaultParagraphSeparator", false, "p");
    area.addEventListener("input", () => { textarea.value = area.innerHTML; });
    highlight(area);
    area.addEventListener("paste", (event) => paste(event, area));
    window.addEventListener("hashchange", () => { if (location.hash === `#${textarea.id}`) area.focus(); });
    return area;
  }

  function toolbar(area) {
    const bar = document.createElement("div");
    bar.className = "toolbar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", say.toolbar);
    const run = (command, value) => () => { area.focus(); document.execCommand(command, false, value); };
    [
      [say.paragraph, run("formatBlock", "P")],
      [say.heading, run("formatBlock", "H3")],
      [say.bullets, run("insertUnorderedList")],
      [say.numbers, run("insertOrderedList")],
      [say.table, () => { area.focus(); document.execCommand("insertHTML", false, "<table><thead><tr><th>&nbsp;</th><th>&nbsp;</th></tr></thead><tbody><tr><td>&nbsp;</td><td>&nbsp;</td></tr></tbody></table><p><br></p>"); }],
      [say.picture, () => picture(area)],
      [say.undo, run("undo")],
      [say.redo, run("redo")],
    ].forEach(([words, work]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-s btn-line";
      button.textContent = words;
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", work);
      bar.append(button);
    });
    return bar;
  }

  // Pictures are kept under their lasting name; while writing they show at their desk address.
  function shown(html) {
    return html.replace(/(src=["'])attachment:(\d+)(["'])/g, `$1/desk/versions/${form.dataset.draft}/files/$2/$3`);
  }

  function tidy(html) {
    const bare = html.replace(/<!--[\s\S]*?-->|<style[\s\S]*?<\/style>/gi, "")
      .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));
    const parsed = new DOMParser().parseFromString(bare, "text/html");
    $$(DROPPED, parsed.body).forEach((element) => element.remove());
    $$("*", parsed.body).forEach((element) => {
      Array.from(element.attributes).forEach((attribute) => {
        const kept = (KEPT[element.tagName] || []).includes(attribute.name);
        if (!kept || /^\s*javascript:/i.test(attribute.value)) element.removeAttribute(attribute.name);
      });
      if (/^(SPAN|FONT|O:P|ST1:.*|CENTER)$/.test(element.tagName)) element.replaceWith(...element.childNodes);
    });
    return parsed.body.innerHTML;
  }

  function paste(event, area) {
    const data = event.clipboardData;
    const file = Array.from(data.files).find((each) => each.type.startsWith("image/"));
    const html = data.getData("text/html");
    if (file && !html) { event.preventDefault(); upload(file, area); return; }
    const text = data.getData("text/plain");
    if (!html && !text) return;
    event.preventDefault();
    const escape = (line) => { const p = document.createElement("p"); p.textContent = line; return p.outerHTML; };
    const lines = text.split(/\r?\n/).filter((line) => line.trim());
    const markup = html ? tidy(html) : lines.length > 1 ? lines.map(escape).join("") : "";
    if (markup) document.execCommand("insertHTML", false, markup);
    else document.execCommand("insertText", false, text);
  }

  function picture(area) {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".png,.jpg,.jpeg,.gif,.webp";
    input.addEventListener("change", () => { if (input.files[0]) upload(input.files[0], area); });
    input.click();
  }

  async function upload(file, area) {
    const body = new FormData();
    body.append("file", file, file.name || "1.png");
    body.append("csrfmiddlewaretoken", token());
    try {
      const answer = await fetch(`/desk/versions/${form.dataset.draft}/pictures/`, { method: "POST", body });
      if (answer.redirected) throw new Error("signed out");
      const told = await answer.json();
      if (!answer.ok) { tell(told.message, true); return; }
      const image = document.createElement("img");
      image.src = told.url;
      image.alt = "";
      area.focus();
      document.execCommand("insertHTML", false, image.outerHTML);
    } catch { tell(say.picture_failed, true); }
  }

  // ── Saving while typing
  const token = () => $("[name=csrfmiddlewaretoken]", form).value;
  const IGNORED = new Set(["csrfmiddlewaretoken", "once", "revision", "file", "relation_kind", "relation_to"]);
  const values = () => Array.from(new FormData(form)).filter(([name]) => !IGNORED.has(name) && !name.startsWith("caption-"));
  const written = () => JSON.stringify(values());
  let saved = errors ? "" : written();  // a page that comes back with errors has not been kept
  let waiting = null;
  let running = null;
  let stopped = Boolean($("#meanwhile"));  // someone else's text is only written over by pressing the button

  function tell(words, bad) {
    state.textContent = words;
    state.classList.toggle("error", Boolean(bad));
  }

  function keep() {
    try { localStorage.setItem(shelf, JSON.stringify({ at: new Date().toISOString(), values: values() })); } catch { /* a full store keeps nothing; the page still does */ }
  }

  function later() {
    if (written() === saved) return;
    if (!stopped) tell(say.writing);
    clearTimeout(waiting);
    waiting = setTimeout(save, 3000);
  }

  function save() {
    clearTimeout(waiting);
    const now = written();
    if (running || stopped || form.dataset.sent || now === saved) return;
    running = send(now).finally(() => {
      running = null;
      if (!stopped && saved === now && written() !== saved) later();
    });
  }

  async function send(now) {
    tell(say.saving);
    const body = new URLSearchParams();
    values().concat([["csrfmiddlewaretoken", token()], ["revision", $("[name=revision]", form).value]]).forEach(([name, value]) => body.append(name, value));
    try {
      const answer = await fetch(`/desk/versions/${form.dataset.draft}/autosave/`, { method: "POST", body });
      await heard(answer, now);
    } catch {
      keep();
      tell(say.offline, true);
      waiting = setTimeout(save, 10000);
    }
  }

  async function heard(answer, now) {
    if (answer.redirected || answer.status === 401 || answer.status === 403 || answer.status === 404) {
      keep();
      stopped = true;
      tell(say.signed_out, true);
      const link = document.createElement("a");
      link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = say.sign_in;
      state.append(" ", link);
      return;
    }
    const told = await answer.json();
    if (answer.ok) {
      $("[name=revision]", form).value = told.revision;
      saved = now;
      localStorage.removeItem(shelf);
      tell(told.message);
    } else if (told.html) {
      keep();
      stopped = true;
      $("[name=revision]", form).value = told.revision;
      const earlier = $("#meanwhile");
      if (earlier) earlier.remove();
      form.insertAdjacentHTML("beforebegin", told.html);
      tell(told.message, true);
    } else {
      keep();
      tell(say.not_saved + told.message, true);
    }
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("focusout", (event) => {
    if (!event.relatedTarget || event.relatedTarget.name !== "do") save();
  });
  form.addEventListener("submit", (event) => {
    source.value = rich.innerHTML;
    clearTimeout(waiting);
    if (running) {
      // What is being saved comes first; a conflict found there is shown instead of being written over.
      event.preventDefault();
      running.then(() => { if (!stopped) form.requestSubmit(event.submitter); });
      return;
    }
    if (written() !== saved) keep();
  });
  window.addEventListener("beforeunload", (event) => { if (!form.dataset.sent && written() !== saved) { keep(); event.preventDefault(); } });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
  });

  // The ground opens when the attribute asks for one.
  $$("[name=attribute]", form).forEach((radio) => radio.addEventListener("change", () => { $("[data-ground]", form).open = radio.value !== "proactive"; }));

  // ── What could not be saved is offered back
  forgetSaved();
  offer();

  function offer() {
    if (errors) return;
    const box = $("[data-kept-text]");
    const kept = JSON.parse(localStorage.getItem(shelf) || "null");
    if (!kept || JSON.stringify(kept.values) === saved) { localStorage.removeItem(shelf); return; }
    $("[data-kept-at]", box).textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    box.hidden = false;
    $("[data-kept-use]", box).addEventListener("click", () => { restore(kept.values); box.hidden = true; later(); });
    $("[data-kept-drop]", box).addEventListener("click", () => { localStorage.removeItem(shelf); box.hidden = true; });
  }

  function restore(pairs) {
    Array.from(form.elements).forEach((field) => {
      if (!field.name || IGNORED.has(field.name) || field.name.startsWith("caption-") || field.tagName === "BUTTON") return;
      const wanted = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
      else if (wanted.length) field.value = wanted[0];
    });
    rich.innerHTML = shown(tidy(source.value));
  }

  // The server says in the address what it has just saved, so that the copy kept here is no longer needed.
  function forgetSaved() {
    const address = new URL(location.href);
    const done = address.searchParams.get("saved");
    if (!done) return;
    localStorage.removeItem(`gongkai-draft-${done}`);
    address.searchParams.delete("saved");
    history.replaceState(null, "", address);
  }
})();
