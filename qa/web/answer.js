// One turn of the conversation: a question and what came of it. The parts stand in the order in
// which they arrive, so that nothing already shown is ever moved.

import { copy, el } from "/web/dom.js";
import { previewOn } from "/web/preview.js";
import { about, titled, withFootnotes } from "/web/sources.js";
import { date, knows, say, t } from "/web/strings.js";
import { aroundMark } from "/web/text.js";

const FIRST_SOURCES = 5;
const NEAREST = 3;
const LONGEST_TAIL = 20; // characters; a longer word must be free to break

export class Turn {
  #status = el("span", { say: "status.searching" });
  #line = el("p", { class: "status busy" }, this.#status);
  #answer = el("div", { class: "answer" });
  #after = el("div", { class: "after" });
  #sentences = [];
  #citations = new Map();
  #searched;
  #actions;

  /** actions: open(passages, at, opener), edit(text), retry(). */
  constructor(question, actions) {
    this.question = question;
    this.#searched = question;
    this.#actions = actions;
    const edit = () => actions.edit(this.#searched);
    this.#line.append(el("button", { type: "button", class: "link", say: "edit", onclick: edit }));
    const heading = el("h2", { class: "question" }, el("bdi", {}, question));
    this.node = el("article", { class: "turn" }, heading, this.#line, this.#answer, this.#after);
  }

  /** Back to the moment after Enter. */
  reset() {
    this.#sentences = [];
    this.#citations.clear();
    this.#answer.replaceChildren();
    this.#after.replaceChildren();
    this.#tell("status.searching");
    this.#line.classList.add("busy");
  }

  /** Takes in one event of the stream. */
  show(name, data) {
    if (name === "question") this.#showSearched(data);
    if (name === "sentence") this.#addSentence(data.sentence, data.citations);
    if (name === "done") this.#finish(data);
  }

  /** A failed request, or one that was stopped; what has come so far stays. */
  fail(error) {
    this.#line.classList.remove("busy");
    this.#tell(error.kind === "stopped" ? "status.stopped" : "status.failed");
    this.#after.replaceChildren(failureCard(error, this.#actions.retry));
  }

  get isEmpty() {
    return this.#sentences.length === 0;
  }

  #showSearched({ searched }) {
    this.#searched = searched ?? this.question;
    if (this.#differs()) this.#tell("status.searching-for", { searched: this.#searched });
  }

  #differs() {
    const plain = (text) => text.normalize("NFC").trim().toLowerCase();
    return plain(this.#searched) !== plain(this.question);
  }

  /** Changes the line of status without letting it shrink under what stands below. */
  #tell(key, fill) {
    this.#line.style.minHeight = `${this.#line.offsetHeight}px`;
    say(this.#status, key, fill);
  }

  #addSentence(sentence, citations = []) {
    for (const citation of citations) this.#citations.set(citation.number, citation);
    this.#sentences.push(sentence);
    const cited = sentence.citations.map((number) => this.#citations.get(number)).filter(Boolean);
    const [first, ...others] = cited.map((citation) => this.#chip(citation));
    const [head, tail] = splitLastWord(marked(sentence.text, cited[0]));
    const lang = cited[0]?.article.language ?? "vi";
    const paragraph = this.#answer.firstChild ?? this.#answer.appendChild(el("p"));
    paragraph.append(
      paragraph.firstChild ? " " : "",
      el("span", { class: "sentence", lang }, head),
      el("span", { class: "tail", lang }, el("bdi", {}, tail), " ", first),
      ...others.flatMap((chip) => [" ", chip]),
    );
  }

  #finish(reply) {
    this.#line.classList.remove("busy");
    this.#showSearched(reply.question);
    const plain = reply.kind === "answer" && !this.#differs();
    const seen = plain ? "status.searched" : "status.searched-for";
    this.#tell(seen, () => ({ searched: this.#searched, coverage: covered(reply.coverage) }));
    if (reply.kind === "answer") this.#finishAnswer(reply);
    else this.#after.replaceChildren(this.#refusal(reply));
  }

  #finishAnswer(reply) {
    for (const citation of reply.citations) this.#citations.set(citation.number, citation);
    if (JSON.stringify(reply.sentences) !== JSON.stringify(this.#sentences)) {
      this.#sentences = [];
      this.#answer.replaceChildren();
      for (const sentence of reply.sentences) this.#addSentence(sentence);
    }
    this.#after.replaceChildren(this.#sources(reply.citations), copyButton(reply));
  }

  #chip(citation) {
    const chip = el(
      "button",
      {
        type: "button",
        class: "chip",
        sayLabel: ["chip", { number: citation.number, title: citation.article.title }],
        onclick: () => this.#open(citation, chip),
      },
      String(citation.number),
    );
    previewOn(chip, citation);
    return chip;
  }

  #open({ number }, opener) {
    const passages = [...this.#citations.values()].map(passageOfCitation);
    const at = passages.findIndex((passage) => passage.number === number);
    this.#actions.open(passages, at, opener);
  }

  /** The cited articles, each once, with the numbers that lead into it. */
  #sources(citations) {
    const items = [...groupByArticle(citations).values()].map((group) => this.#source(group));
    const list = el("ul", {}, items);
    for (const item of items.slice(FIRST_SOURCES)) item.hidden = true;
    const more = items.length > FIRST_SOURCES && moreButton(items);
    return el("section", { class: "sources" }, el("h3", { say: "sources" }), list, more || null);
  }

  #source(group) {
    const { article } = group[0];
    const title = el("button", { type: "button", class: "link title" }, titled(article));
    title.addEventListener("click", () => this.#open(group[0], title));
    const chips = el("span", { class: "chips" }, group.map((citation) => this.#chip(citation)));
    return el("li", {}, chips, el("div", {}, title, about(article)));
  }

  #refusal(reply) {
    const key = `reason.${reply.reason}`;
    return el(
      "section",
      { class: "card refusal" },
      el("h3", { say: "refusal.title" }),
      el("p", { class: "reason", say: knows(key) ? key : "reason.other" }),
      reply.explanation ? el("p", {}, el("bdi", {}, reply.explanation)) : null,
      el("p", { class: "about", say: ["refusal.searched", () => ({ coverage: covered(reply.coverage) })] }),
      this.#nearest(reply.hits ?? []),
    );
  }

  #nearest(hits) {
    const first = hits.filter(
      (hit, at) => hits.findIndex((other) => other.article.article_id === hit.article.article_id) === at,
    );
    if (!first.length) return null;
    const items = first.slice(0, NEAREST).map((hit) => {
      const title = el("button", { type: "button", class: "link title" }, titled(hit.article));
      title.addEventListener("click", () => this.#actions.open([passageOfHit(hit)], 0, title));
      return el("li", {}, title, about(hit.article));
    });
    return el("div", { class: "nearest" }, el("h4", { say: "refusal.nearest" }), el("ul", {}, items));
  }
}

/** "5 bài viết, đến 25/06/2020". */
export function covered({ articles, newest }) {
  if (!newest) return t("coverage.undated", { count: articles });
  return t("coverage", { count: articles, newest: date(newest) });
}

/** What a screen reader is told, once, when a reply is complete. */
export function announcement(reply) {
  if (reply.kind !== "answer") return `${t("refusal.title")}. ${reply.explanation ?? ""}`;
  const text = reply.sentences.map((sentence) => sentence.text).join(" ");
  return t("announce.answer", { count: reply.citations.length, text });
}

/** A card that says what went wrong, with a way to try again. */
export function failureCard({ kind, problem }, retry) {
  const key = failureKey(kind, problem.status);
  return el(
    "section",
    { class: "card failure" },
    el("p", { class: "headline", say: key }),
    problem.detail ? el("p", {}, problem.detail) : el("p", { say: `${key}.hint` }),
    problem.seconds ? el("p", { class: "about", say: ["failure.wait", { count: problem.seconds }] }) : null,
    el("button", { type: "button", class: "quiet", say: "retry", onclick: retry }),
  );
}

function failureKey(kind, status) {
  if (kind !== "server") return `failure.${kind}`;
  if ([429, 503].includes(status)) return "failure.busy";
  return status >= 500 ? "failure.server" : "failure.question";
}

function marked(text, citation) {
  if (!citation || citation.quote !== text) return [text];
  const [before, asked, after] = aroundMark(citation);
  const whole = asked.length <= LONGEST_TAIL ? "whole" : ""; // 290-QĐ/TW does not break in two
  return asked ? [before, el("strong", { class: whole }, asked), after] : [text];
}

/** Parts of a sentence with its last word apart: the first number must not begin a line. */
function splitLastWord(parts) {
  const last = parts.at(-1);
  const at = typeof last === "string" ? last.lastIndexOf(" ") + 1 : 0;
  if (!at || last.length - at > LONGEST_TAIL) return [parts, ""];
  return [[...parts.slice(0, -1), last.slice(0, at)], last.slice(at)];
}

function copyButton(reply) {
  const button = el("button", { type: "button", class: "quiet", say: "copy" });
  button.addEventListener("click", async () => {
    say(button, (await copy(withFootnotes(reply))) ? "copied" : "copy.failed");
  });
  return button;
}

function moreButton(items) {
  const hidden = items.slice(FIRST_SOURCES);
  const more = el("button", { type: "button", class: "link", say: ["sources.more", { count: hidden.length }] });
  more.addEventListener("click", () => {
    for (const item of hidden) item.hidden = false;
    hidden[0].querySelector("button").focus();
    more.remove();
  });
  return more;
}

function groupByArticle(citations) {
  const groups = new Map();
  for (const citation of citations) {
    const id = citation.article.article_id;
    groups.set(id, [...(groups.get(id) ?? []), citation]);
  }
  return groups;
}

function passageOfCitation({ article, start, end, quote, mark, number }) {
  return { articleId: article.article_id, start, end, quote, mark, number };
}

function passageOfHit({ article, start, end, text }) {
  return { articleId: article.article_id, start, end, quote: text };
}
