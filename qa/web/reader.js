// The source panel: a whole article with the cited words highlighted and scrolled to.
// Beside the conversation on a wide screen, a sheet from the bottom on a narrow one.
//
// A passage is {articleId, start, end, quote, mark, number, speaker}; only articleId must be there.

import { ofArticle, shared } from "/web/addresses.js";
import { readArticle } from "/web/api.js";
import { byId, copy, el, wantsStillness, webAddress } from "/web/dom.js";
import { about, spoken, titled } from "/web/sources.js";
import { say } from "/web/strings.js";
import { characters, paragraphs, pieces } from "/web/text.js";

const narrow = matchMedia("(max-width: 60rem)");

export class Reader {
  #panel = byId("reader");
  #passages = [];
  #at = 0;
  #article = null;
  #points = [];
  #opener = null;
  #loading = new AbortController();
  #actions;

  /** Calls closed() when the panel was closed by hand, stepped(passage) when it shows another
   *  passage, and deletable() to know whether to offer deleted(article). */
  constructor(actions) {
    this.#actions = actions;
    byId("reader-previous").addEventListener("click", () => this.#step(-1));
    byId("reader-next").addEventListener("click", () => this.#step(1));
    byId("reader-close").addEventListener("click", () => this.dismiss());
    byId("backdrop").addEventListener("click", () => this.dismiss());
    narrow.addEventListener("change", () => this.#arrange());
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  /** Opens passages[at]; closing gives the focus back to opener. */
  open(passages, at = 0, opener = null) {
    this.#passages = passages;
    this.#at = at;
    this.#opener = opener;
    this.#article = null;
    this.#panel.hidden = false;
    this.#arrange();
    byId("reader-title").focus({ preventScroll: true });
    return this.#show();
  }

  close() {
    if (!this.isOpen) return;
    this.#loading.abort();
    this.#panel.hidden = true;
    this.#arrange();
    this.#opener?.focus();
  }

  /** Closes by hand: the address follows. */
  dismiss() {
    if (!this.isOpen) return;
    this.close();
    this.#actions.closed();
  }

  #step(by) {
    this.#at = (this.#at + by + this.#passages.length) % this.#passages.length;
    this.#actions.stepped(this.#passages[this.#at]);
    this.#show();
  }

  /** On a narrow screen the sheet is all there is: the rest can be neither seen nor reached. */
  #arrange() {
    const sheet = this.isOpen && narrow.matches;
    document.body.classList.toggle("reading", this.isOpen);
    for (const id of ["bar", "main", "skip"]) byId(id).inert = sheet;
    byId("backdrop").hidden = !sheet;
    this.#panel.setAttribute("role", sheet ? "dialog" : "complementary");
    this.#panel.ariaModal = sheet ? "true" : null;
  }

  async #show() {
    const passage = this.#passages[this.#at];
    this.#showPlace(passage);
    this.#loading.abort();
    if (this.#article?.article_id !== passage.articleId && !(await this.#load(passage))) return;
    this.#render(passage);
    this.#scroll();
  }

  #showPlace({ number }) {
    const total = this.#passages.length;
    const key = number ? "reader.place" : "reader.passage";
    byId("reader-steps").classList.toggle("single", total < 2);
    this.#panel.classList.toggle("bare", total < 2 && !number);
    say(byId("reader-place"), key, { number: number ?? this.#at + 1, total });
  }

  /** Whether the article of the passage is there and still wanted. */
  async #load(passage) {
    const loading = new AbortController();
    this.#loading = loading;
    this.#clear("reader.loading");
    try {
      this.#article = await readArticle(passage.articleId, { signal: loading.signal });
      this.#points = characters(this.#article.text);
    } catch (error) {
      if (!loading.signal.aborted) this.#showFailure(error);
    }
    return this.#article !== null && !loading.signal.aborted;
  }

  #clear(key) {
    this.#article = null;
    say(byId("reader-title"), key);
    byId("reader-about").replaceChildren();
    byId("reader-text").replaceChildren();
  }

  #showFailure(error) {
    const gone = error.problem?.status === 404;
    this.#clear(gone ? "reader.gone" : "reader.failed");
    const retry = el("button", { type: "button", class: "quiet", say: "retry", onclick: () => this.#show() });
    if (!gone) byId("reader-text").append(retry);
  }

  #render(passage) {
    const article = this.#article;
    const title = byId("reader-title");
    title.removeAttribute("data-t");
    title.replaceChildren(titled(article));
    byId("reader-about").replaceChildren(
      about(article),
      ...(passage.speaker ? [spoken(passage.speaker)] : []),
      this.#links(article, passage),
    );
    const spans = this.#spans(passage);
    const changed = passage.quote !== undefined && !spans.some((span) => span.current);
    const body = paragraphs(this.#points).map((line) => this.#paragraph(line, spans));
    byId("reader-text").lang = article.language ?? "vi";
    byId("reader-text").replaceChildren(...(changed ? [changedNotice(passage)] : []), ...body);
  }

  /** Every cited span of this article that still reads as it was quoted. */
  #spans(current) {
    const here = this.#passages.filter((passage) => passage.articleId === current.articleId);
    const standing = here.filter((passage) => this.#stands(passage));
    const cited = standing.map((passage) => ({
      start: passage.start,
      end: passage.end,
      current: passage === current,
    }));
    const asked = standing.filter((passage) => passage.mark);
    return [...cited, ...asked.map(({ mark }) => ({ start: mark.start, end: mark.end, asked: true }))];
  }

  #stands({ start, end, quote }) {
    const inside = Number.isInteger(start) && 0 <= start && start < end && end <= this.#points.length;
    if (!inside || quote === undefined) return inside;
    return this.#points.slice(start, end).join("") === quote;
  }

  #paragraph(line, spans) {
    return el("p", {}, runs(pieces(this.#points, line, spans)).map(highlighted));
  }

  #links(article, passage) {
    const original = webAddress(article.url);
    const link = el("button", { type: "button", class: "link", say: "reader.copy-link" });
    link.addEventListener("click", async () => {
      say(link, (await copy(shared(ofArticle(article.article_id, passage)))) ? "copied" : "copy.failed");
    });
    const outside = original && el(
      "a",
      { href: original, target: "_blank", rel: "noopener noreferrer", say: "reader.original" },
    );
    const remove = this.#actions.deletable() && el(
      "button",
      { type: "button", class: "link", say: "reader.delete", onclick: () => this.#actions.deleted(article) },
    );
    return el("p", { class: "links" }, outside || null, link, remove || null);
  }

  #scroll() {
    const body = byId("reader-body");
    const mark = body.querySelector("mark.current");
    const top = mark ? mark.offsetTop - body.clientHeight / 3 : 0;
    body.scrollTo({ top, behavior: wantsStillness() ? "instant" : "smooth" });
  }
}

/** Neighbouring pieces that share one highlight: [{look, parts}]. */
function runs(parts) {
  const found = [];
  for (const part of parts) {
    const look = lookOf(part);
    if (found.at(-1)?.look === look) found.at(-1).parts.push(part);
    else found.push({ look, parts: [part] });
  }
  return found;
}

function lookOf({ spans }) {
  const cited = spans.filter((span) => !span.asked);
  if (!cited.length) return "";
  return cited.some((span) => span.current) ? "current" : "other";
}

function highlighted({ look, parts }) {
  const asked = (part) => part.spans.some((span) => span.asked);
  const inner = parts.map((part) => (asked(part) ? el("strong", {}, part.text) : part.text));
  return el(look ? "mark" : "span", { class: look || null }, inner);
}

function changedNotice({ quote }) {
  return el("div", { class: "notice" }, el("p", { say: "reader.changed" }), el("blockquote", {}, quote));
}
