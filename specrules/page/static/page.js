// What makes the local page quicker to use. Everything on it works without this.
"use strict";
{
  const PAUSE = 350; // milliseconds without a key before a text is looked at
  const find = (selector, within = document) => within.querySelector(selector);

  // -- every page: say that somebody is still here, and that work is being done

  const gone = () => {
    if (find("#gone")) return;
    const says = document.createElement("p");
    says.id = "gone";
    says.className = "wrong";
    says.setAttribute("role", "alert");
    says.textContent = "specrules has stopped. Copy what is not saved, and start it again.";
    find("main").prepend(says);
  };
  setInterval(() => fetch("/alive").catch(gone), 60_000);

  for (const form of document.querySelectorAll("form[data-busy]"))
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button) return;
      button.textContent = `${form.dataset.busy}…`;
      button.setAttribute("aria-disabled", "true");
    });
  // A page that is gone back to is shown as it was left.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  for (const box of document.querySelectorAll(".drop")) {
    box.addEventListener("dragover", () => box.classList.add("over"));
    for (const end of ["dragleave", "drop"]) box.addEventListener(end, () => box.classList.remove("over"));
  }

  // -- the drafting page

  const form = find("#draft");
  const area = form && find("#text", form);
  let editor = null;
  let asked = 0;
  let waiting = 0;

  const shown = (element, html) => {
    // What is the same is left alone, so that nobody who reads it loses their place.
    if (element.dataset.of === html) return;
    element.dataset.of = html;
    element.innerHTML = html;
  };

  async function told(path, more = {}) {
    const fields = new URLSearchParams(new FormData(form));
    for (const name in more) fields.set(name, more[name]);
    const answer = await fetch(path + location.search, {method: "POST", body: fields});
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  function put(said) {
    form.elements.opened.value = said.opened;
    find("#saved").textContent = said.state;
    find("#tally").textContent = said.tally;
    shown(find("#found"), said.found);
    if (said.means) shown(find("#means"), said.means);
    find("#stale").hidden = Boolean(said.means);
    editor?.mark(said.marks);
  }

  async function look() {
    const number = ++asked;
    try {
      const said = await told("/look");
      if (number === asked) put(said);
    } catch (error) {
      if (error instanceof TypeError) gone();
      else find("#saved").textContent = "Changed somewhere else. Press Save to choose.";
    }
  }

  function changed() {
    find("#saved").textContent = "Changed, and not saved yet";
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  }

  async function save() {
    clearTimeout(waiting);
    asked++;
    try {
      put(await told("/save"));
    } catch (error) {
      if (error instanceof TypeError) return gone();
      // The page that comes says what stands in the way.
      form.dataset.plainly = "yes";
      form.requestSubmit(find("button[value=save]", form));
    }
  }

  function go(line, column) {
    if (editor && !editor.dom.hidden) return editor.go(line, column);
    const lines = area.value.split("\n");
    const at = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    area.focus();
    area.setSelectionRange(at, at);
    area.scrollTop = (line - 5) * (area.scrollHeight / lines.length);
  }

  function withEditor() {
    const offered = (line, column) => told("/offers", {line, column}).catch(() => null);
    const follow = (text) => {
      area.value = text;
      changed();
    };
    const {nonce} = form.dataset;
    editor = window.specrulesEditor(area, {nonce, label: "text-label", hint: "text-hint", changed: follow, offered});
    const button = document.createElement("button");
    button.type = "button";
    button.className = "third";
    button.id = "plain";
    find("#text-label").after(button);
    const plainly = (is) => {
      if (!is && editor.dom.hidden) editor.put(area.value);
      editor.dom.hidden = is;
      area.hidden = !is;
      button.textContent = is ? "Use the editor with colours and suggestions" : "Use a plain box for the text";
      sessionStorage.setItem("plain", is ? "yes" : "");
    };
    button.addEventListener("click", () => plainly(!editor.dom.hidden));
    plainly(sessionStorage.getItem("plain") === "yes");
  }

  if (form) {
    find("button[value=check]", form).hidden = true;
    area.addEventListener("input", changed);
    form.addEventListener("submit", (event) => {
      if (event.submitter?.value !== "save" || form.dataset.plainly) return;
      event.preventDefault();
      save();
    });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      event.preventDefault();
      if (!area.readOnly) save();
    });
    find("#beside").addEventListener("click", (event) => {
      const link = event.target.closest("a.line[data-line]");
      if (!link) return;
      event.preventDefault();
      go(Number(link.dataset.line), Number(link.dataset.column));
    });
    if (window.specrulesEditor) withEditor();
    look();
  }
}
