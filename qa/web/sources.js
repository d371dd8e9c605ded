// How an article is named: in a line under its title, and in a footnote.

import { el, webAddress } from "/web/dom.js";
import { date, say, t } from "/web/strings.js";

const LONGEST_WHOLE = 20; // characters; a longer word must be free to break
const NUMBER = /([^\s“”"(),;]*\d[^\s“”"(),;]*[-/][^\s“”"(),;]*[^\s“”"(),;.])/;

/** A title that cannot reorder the text around it, whatever direction marks it holds. */
export function titled(article) {
  return el("bdi", { lang: article.language ?? "vi" }, article.title || article.source || "");
}

/** Outlet, date, author, places: whatever is known, in one line that follows the language. */
export function about(article) {
  return line([
    article.outlet,
    article.published && (() => date(article.published)),
    article.author,
    (article.places ?? []).join(", "),
  ]);
}

/** Who said the cited words: name, office, date. */
export function spoken({ name, role, date: day }) {
  return line([name, role, day && (() => date(day))], "spoken");
}

/** "5 bài viết, đến 25/06/2020". */
export function covered({ articles, newest }) {
  if (!newest) return t("coverage.undated", { count: articles });
  return t("coverage", { count: articles, newest: date(newest) });
}

/** The nodes of a text in which 16/CT-TTg does not break in two. */
export function unbroken(text) {
  return text.split(NUMBER).map((part, at) => (
    at % 2 && part.length <= LONGEST_WHOLE ? el("span", { class: "whole" }, part) : part
  ));
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

function line(parts, looks = "about") {
  const nodes = parts.filter(Boolean).flatMap((value) => [" · ", part(value)]);
  return el("p", { class: looks }, nodes.slice(1));
}

function part(value) {
  const node = el("bdi");
  if (typeof value === "function") say(node, "text", () => ({ text: value() }));
  else node.textContent = value;
  return node;
}
