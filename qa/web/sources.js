// How an article is named: in a line under its title, and in a footnote.

import { el, webAddress } from "/web/dom.js";
import { date, say, t } from "/web/strings.js";

/** A title that cannot reorder the text around it, whatever direction marks it holds. */
export function titled(article) {
  return el("bdi", { lang: article.language ?? "vi" }, article.title || article.source || "");
}

/** Outlet, date, author, places: whatever is known, in one line that follows the language. */
export function about(article) {
  const parts = [
    article.outlet,
    article.published && (() => date(article.published)),
    article.author,
    (article.places ?? []).join(", "),
  ];
  const nodes = parts.filter(Boolean).flatMap((value) => [" · ", part(value)]);
  return el("p", { class: "about" }, nodes.slice(1));
}

/** A footnote: “title”, outlet, ngày 16/01/2018. */
export function footnote(article) {
  const day = article.published && t("footnote.date", { date: date(article.published) });
  const parts = [`“${article.title}”`, article.outlet, day, webAddress(article.url)];
  return `${parts.filter(Boolean).join(", ")}.`;
}

/** An answer with numbered footnotes, ready to be pasted into a document. */
export function withFootnotes(reply) {
  const body = reply.sentences.map(
    (sentence) => sentence.text + sentence.citations.map((number) => ` [${number}]`).join(""),
  );
  const notes = reply.citations.map(
    (citation) => `[${citation.number}] ${footnote(citation.article)}`,
  );
  return `${body.join(" ")}\n\n${t("footnote.sources")}\n${notes.join("\n")}\n`;
}

function part(value) {
  const node = el("bdi");
  if (typeof value === "function") say(node, "about.date", () => ({ date: value() }));
  else node.textContent = value;
  return node;
}
