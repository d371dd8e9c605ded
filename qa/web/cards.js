// What stands under an answer, or in its place: why there is none, what to know about it, who said it.

import { el } from "/web/dom.js";
import { about, covered, spoken, titled, unbroken } from "/web/sources.js";
import { knows, moment } from "/web/strings.js";
import { aroundMark } from "/web/text.js";

const NEAREST = 3;

/** "Not found in the articles": the reason, what was searched, the nearest articles to open. */
export function refusalCard(reply, open, actions) {
  const key = `reason.${reply.reason}`;
  return el(
    "section",
    { class: "card refusal" },
    el("h3", { say: "refusal.title" }),
    el("p", { class: "reason", say: knows(key) ? key : "reason.other" }),
    reply.explanation ? el("p", {}, el("bdi", {}, ...unbroken(reply.explanation))) : null,
    el("p", { class: "about", say: ["refusal.searched", () => ({ coverage: covered(reply.coverage) })] }),
    nearest(reply.hits ?? [], open),
    actions,
  );
}

function nearest(hits, open) {
  const id = (hit) => hit.article.article_id;
  const first = hits.filter((hit, at) => hits.findIndex((other) => id(other) === id(hit)) === at);
  if (!first.length) return null;
  const items = first.slice(0, NEAREST).map((hit) => {
    const title = el("button", { type: "button", class: "link title" }, titled(hit.article));
    title.addEventListener("click", () => open(hit, title));
    return el("li", {}, title, about(hit.article));
  });
  return el("div", { class: "nearest" }, el("h4", { say: "refusal.nearest" }), el("ul", {}, items));
}

/** What to know about an answer: articles that disagree, sentences left out, a rewriting not used. */
export function notes(reply, chip) {
  return [
    reply.conflict && conflictCard(reply.citations, chip),
    reply.dropped && el("p", { class: "note", say: ["note.dropped", { count: reply.dropped }] }),
    reply.fallback && el("p", { class: "note", say: fallbackKey(reply.fallback) }),
  ].filter(Boolean);
}

function fallbackKey(fallback) {
  const key = `fallback.${fallback}`;
  return knows(key) ? key : "fallback.other";
}

/** Two values, both with their dates; neither is taken for the true one. */
function conflictCard(citations, chip) {
  const items = citations.filter((citation) => citation.mark).map((citation) => {
    const [, asked] = aroundMark(citation);
    return el(
      "li",
      {},
      el("strong", {}, el("bdi", {}, asked)),
      el("div", {}, titled(citation.article), about(citation.article)),
      chip(citation),
    );
  });
  return el(
    "section",
    { class: "card conflict" },
    el("h3", { say: "conflict.title" }),
    el("p", { class: "about", say: "conflict.text" }),
    el("ul", {}, items),
  );
}

/** Whose words are cited, where they are somebody's: name, office, date. */
export function voices(citations, chip) {
  const told = citations.filter((citation) => citation.speaker);
  if (!told.length) return [];
  const items = told.map((citation) => (
    el("li", {}, chip(citation), el("span", { say: "voices" }), spoken(citation.speaker))
  ));
  return [el("ul", { class: "voices" }, items)];
}

/** When a reply was given, and which of its articles have changed or gone since. */
export function receiptNotice({ asked_at, articles }, reply, again) {
  const titles = new Map((reply.citations ?? []).map(({ article }) => [article.article_id, article]));
  const lost = articles.filter(({ state }) => state !== "same");
  const items = lost.map(({ article_id, state }) => el(
    "li",
    {},
    el("span", { say: `receipt.${state}` }),
    " ",
    titled(titles.get(article_id) ?? { title: article_id }),
  ));
  return el(
    "div",
    { class: lost.length ? "notice" : "receipt" },
    el("p", { say: ["receipt.asked", () => ({ moment: moment(asked_at) })] }),
    lost.length ? el("ul", {}, items) : null,
    el("button", { type: "button", class: "link", say: "receipt.again", onclick: again }),
  );
}

/** A card that says what went wrong, with a way to try again, or to give the key that is wanted. */
export function failureCard({ kind, problem }, retry, giveKey) {
  const key = failureKey(kind, problem.status);
  const wanting = key === "failure.key" && giveKey;
  return el(
    "section",
    { class: "card failure" },
    el("p", { class: "headline", say: key }),
    problem.detail ? el("p", {}, problem.detail) : el("p", { say: `${key}.hint` }),
    problem.seconds ? el("p", { class: "about", say: ["failure.wait", { count: problem.seconds }] }) : null,
    el("button", { type: "button", class: "quiet", say: wanting ? "key.enter" : "retry", onclick: wanting || retry }),
  );
}

function failureKey(kind, status) {
  if (kind !== "server") return `failure.${kind}`;
  if ([401, 403].includes(status)) return "failure.key";
  if ([429, 503].includes(status)) return "failure.busy";
  return status >= 500 ? "failure.server" : "failure.question";
}
