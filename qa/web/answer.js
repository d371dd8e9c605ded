// One turn of the conversation: a question and what came of it. The parts stand in the order in
// which they arrive, so that nothing already shown is ever moved.

import { actionsFor } from "/web/actions.js";
import { failureCard, notes, receiptNotice, refusalCard, voices } from "/web/cards.js";
import { el } from "/web/dom.js";
import { inWords } from "/web/filters.js";
import { previewOn } from "/web/preview.js";
import { about, covered, titled } from "/web/sources.js";
import { say, t } from "/web/strings.js";
import { aroundMark } from "/web/text.js";
import { understood } from "/web/understood.js";

const FIRST_SOURCES = 5;
const LONGEST_TAIL = 20; // characters; a longer word must be free to break

export class Turn {
  reply = null;
  #status = el("span", { say: "status.searching" });
  #line = el("p", { class: "status busy" }, this.#status);
  #notice = el("div");
  #understood = el("div", { class: "understood" });
  #answer = el("div", { class: "answer" });
  #after = el("div", { class: "after" });
  #sentences = [];
  #citations = new Map();
  #asked = null; // the question as the server read it
  #actions;

  /** options: {filters, restore}. actions: open(turn, passages, at, opener), edit(text),
   *  again(options), noKey(). */
  constructor(question, actions, options = {}) {
    this.question = question;
    this.options = options;
    this.#actions = actions;
    const edit = () => actions.edit(this.#asked?.searched ?? question);
    this.#line.append(el("button", { type: "button", class: "link", say: "edit", onclick: edit }));
    const heading = el("h2", { class: "question" }, el("bdi", {}, question));
    const within = inWords(options.filters);
    this.node = el(
      "article",
      { class: "turn" },
      heading,
      within && el("p", { class: "within" }, within),
      this.#line,
      this.#notice,
      this.#understood,
      this.#answer,
      this.#after,
    );
  }

  /** Back to the moment after Enter. */
  reset(options = this.options) {
    this.options = options;
    this.reply = null;
    this.#asked = null;
    this.#sentences = [];
    this.#citations.clear();
    for (const part of [this.#notice, this.#understood, this.#answer, this.#after]) part.replaceChildren();
    this.#tell("status.searching");
    this.#line.classList.add("busy");
  }

  /** Takes in one event of the stream. */
  show(name, data) {
    if (name === "question") this.#showAsked(data);
    if (name === "sentence") this.#addSentence(data.sentence, data.citations);
    if (name === "done") this.#finish(data);
  }

  /** A failed request, or one that was stopped; what has come so far stays. */
  fail(error) {
    this.#line.classList.remove("busy");
    this.#tell(error.kind === "stopped" ? "status.stopped" : "status.failed");
    const again = () => this.#actions.again(this.options);
    this.#after.replaceChildren(failureCard(error, again, this.#actions.noKey));
  }

  /** When it was asked, and what became of the articles since. */
  showReceipt(receipt) {
    const again = () => this.#actions.again({});
    this.#notice.replaceChildren(receiptNotice(receipt, this.reply, again));
  }

  get isEmpty() {
    return this.#sentences.length === 0;
  }

  /** Opens the source behind "c=2", or the article found as "h=1". */
  openAt(values) {
    const [citations, hits] = [this.#passages(), hitPassages(this.reply)];
    const number = Number(values.get("c"));
    const cited = citations.findIndex((passage) => passage.number === number);
    if (cited >= 0) this.#actions.open(this, citations, cited, this.#chipOf(number));
    else if (hits[values.get("h")]) this.#actions.open(this, [hits[values.get("h")]], 0, null);
  }

  #chipOf(number) {
    return [...this.#answer.querySelectorAll(".chip")].find((chip) => chip.textContent === String(number));
  }

  #showAsked(asked) {
    if (JSON.stringify(asked) === JSON.stringify(this.#asked)) return;
    this.#asked = asked;
    this.#understood.replaceChildren(...understood(asked, this.options, this.#actions.again));
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
      el("span", { class: `sentence ${sentence.support}`, lang }, head),
      el("span", { class: "tail", lang }, el("bdi", {}, tail), " ", first),
      ...others.flatMap((chip) => [" ", chip]),
    );
  }

  #finish(reply) {
    this.reply = reply;
    this.#line.classList.remove("busy");
    this.#showAsked(reply.question);
    this.#tell("status.searched", () => ({ coverage: covered(reply.coverage) }));
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
    const chip = (citation) => this.#chip(citation);
    this.#after.replaceChildren(
      ...notes(reply, chip),
      ...voices(reply.citations, chip),
      this.#sources(reply),
      actionsFor(this),
    );
  }

  #refusal(reply) {
    const passages = hitPassages(reply);
    const open = (hit, opener) => {
      const at = reply.hits.indexOf(hit);
      this.#actions.open(this, [passages[at]], 0, opener);
    };
    return refusalCard(reply, open, actionsFor(this));
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
    const passages = this.#passages();
    this.#actions.open(this, passages, passages.findIndex((each) => each.number === number), opener);
  }

  #passages() {
    return [...this.#citations.values()].map(passageOfCitation);
  }

  /** The cited articles, each once, with the numbers that lead into it. */
  #sources({ citations, mode }) {
    const items = [...groupByArticle(citations).values()].map((group) => this.#source(group));
    for (const item of items.slice(FIRST_SOURCES)) item.hidden = true;
    return el(
      "section",
      { class: "sources" },
      el("h3", { say: "sources" }),
      el("p", { class: "mode", say: `mode.${mode}` }),
      el("ul", {}, items),
      items.length > FIRST_SOURCES ? moreButton(items) : null,
    );
  }

  #source(group) {
    const { article } = group[0];
    const title = el("button", { type: "button", class: "link title" }, titled(article));
    title.addEventListener("click", () => this.#open(group[0], title));
    const chips = el("span", { class: "chips" }, group.map((citation) => this.#chip(citation)));
    return el("li", {}, chips, el("div", {}, title, about(article)));
  }
}

/** What a screen reader is told, once, when a reply is complete. */
export function announcement(reply) {
  if (reply.kind !== "answer") return `${t("refusal.title")}. ${reply.explanation ?? ""}`;
  const text = reply.sentences.map((sentence) => sentence.text).join(" ");
  return t("announce.answer", { count: reply.citations.length, text });
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

function passageOfCitation({ article, start, end, quote, mark, number, speaker }) {
  return { articleId: article.article_id, start, end, quote, mark, number, speaker, opened: `c=${number}` };
}

function hitPassages(reply) {
  return (reply?.hits ?? []).map(({ article, start, end, text }, at) => (
    { articleId: article.article_id, start, end, quote: text, opened: `h=${at}` }
  ));
}
