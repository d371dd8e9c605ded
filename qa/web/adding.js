// Adding articles: files or pasted text, a look at what was recognised, then one after the other.

import { ofArticle } from "/web/addresses.js";
import { add, preview } from "/web/api.js";
import { byId, el } from "/web/dom.js";
import { about, titled } from "/web/sources.js";
import { knows, say, t } from "/web/strings.js";

const MOST_FILES = 100; // in one look; what the server takes at once

export class Adding {
  #pieces = []; // {sent: File or {text, source}, node, tick}
  #added;

  /** Calls added() when the collection has changed. */
  constructor({ added }) {
    this.#added = added;
    const [files, drop] = [byId("add-files"), byId("add-drop")];
    files.addEventListener("change", () => {
      this.#look([...files.files]);
      files.value = "";
    });
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#look([...event.dataTransfer.files]);
    });
    byId("add-paste").addEventListener("click", () => this.#lookAtPasted());
    byId("add-all").addEventListener("click", () => this.#addAll());
  }

  #lookAtPasted() {
    const box = byId("add-text");
    if (!box.value.trim()) return box.focus();
    return this.#look([{ text: box.value, source: t("add.pasted") }]).then(() => { box.value = ""; });
  }

  async #look(sent) {
    if (!sent.length) return;
    const taken = sent.slice(0, MOST_FILES);
    say(byId("add-state"), "add.looking", { count: taken.length });
    try {
      const { results } = await preview(taken);
      this.#pieces = taken.map((each, at) => piece(each, results[at]));
      byId("add-list").replaceChildren(...this.#pieces.map(({ node }) => node));
      const good = this.#pieces.filter(({ tick }) => tick).length;
      byId("add-all").hidden = !good;
      say(byId("add-state"), "add.looked", { count: good, total: sent.length });
    } catch (error) {
      say(byId("add-state"), "add.failed", { why: error.problem?.detail ?? "" });
    }
  }

  async #addAll() {
    const chosen = this.#pieces.filter(({ tick }) => tick?.checked);
    const bar = byId("add-progress");
    byId("add-all").disabled = true;
    bar.hidden = false;
    bar.max = chosen.length;
    for (const [at, each] of chosen.entries()) {
      bar.value = at;
      say(byId("add-state"), "add.progress", { number: at + 1, total: chosen.length });
      await addOne(each);
    }
    bar.hidden = true;
    byId("add-all").disabled = false;
    byId("add-all").hidden = true;
    say(byId("add-state"), "add.done", { count: chosen.length });
    this.#added();
  }
}

/** One after the other, so that each has its own outcome and one that fails stops no other. */
async function addOne({ sent, node, tick }) {
  tick.remove();
  try {
    const [{ article_id, outcome, code }] = (await add([sent])).results;
    node.append(el("p", { class: "outcome", say: outcomeKey(outcome ?? code) }));
    if (article_id && outcome) node.append(el("a", { href: ofArticle(article_id), say: "add.open" }));
  } catch (error) {
    node.append(el("p", { class: "outcome" }, error.problem?.detail ?? error.message));
  }
}

const outcomeKey = (outcome) => (knows(`outcome.${outcome}`) ? `outcome.${outcome}` : "outcome.failed");

function piece(sent, { article, code }) {
  const name = el("p", { class: "about" }, el("bdi", {}, sent.name ?? sent.source));
  if (!article) return { sent, node: el("li", {}, name, el("p", { class: "outcome", say: outcomeKey(code) })) };
  const tick = el("input", { type: "checkbox", checked: true, sayLabel: ["add.tick", { title: article.title }] });
  const text = el("div", {}, titled(article), about(article), name, ...removed(article.stripped));
  return { sent, tick, node: el("li", {}, tick, text) };
}

/** The lines that were taken for page furniture, to be checked at a glance. */
function removed(lines) {
  if (!lines.length) return [];
  const items = lines.map((line) => el("li", {}, line));
  const summary = el("summary", { say: ["add.stripped", { count: lines.length }] });
  return [el("details", {}, summary, el("ul", {}, items))];
}
