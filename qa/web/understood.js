// What the server made of a question, shown where it is not what was typed, with a way back.

import { el } from "/web/dom.js";
import { date } from "/web/strings.js";
import { fold } from "/web/text.js";

const MENDED = ["accents", "telex", "typo"]; // what "restore": false leaves as it was typed
const WHOLE = ["accents", "follow_up"]; // the searched words show them already: said once, without words

/** The lines to show; none where the question was searched as it stands. */
export function understood({ text, searched, changes = [], cues }, options, again) {
  const lines = [];
  if (differ(text, searched) || changes.length) {
    const words = el("strong", {}, el("bdi", {}, searched ?? text));
    lines.push(el("p", {}, el("span", { say: "searched" }), " ", words));
  }
  const said = changes.filter(({ kind }, at) => (
    !WHOLE.includes(kind) || at === changes.findIndex((each) => each.kind === kind)
  ));
  const tags = [...said.map(changeTag), ...cueTags(cues ?? {}, text)].filter(Boolean);
  const ways = waysBack(changes, options, again);
  if (tags.length || ways.length) lines.push(el("p", { class: "tags" }, tags, ways));
  return lines;
}

function differ(text, searched) {
  const plain = (value) => value.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
  return searched !== undefined && plain(searched) !== plain(text);
}

function changeTag({ kind, from, to }) {
  const words = WHOLE.includes(kind) ? null : el("bdi", {}, ` ${from} → ${to}`);
  return el("span", { class: "tag" }, el("span", { say: `change.${kind}` }), words);
}

/** What the question hints at beyond its own words: provinces merged since, what "last year" is. */
function cueTags({ places = [], outlets = [], since, until }, text) {
  const typed = fold(text);
  const unsaid = (word) => !typed.includes(fold(word));
  const years = [since, until].filter(Boolean).map((day) => day.slice(0, 4));
  const period = years.some(unsaid) && el("span", {
    class: "tag",
    say: [periodKey(since, until), () => ({ since: since && date(since), until: until && date(until) })],
  });
  const named = [...places, ...outlets].filter(unsaid).map((name) => (
    el("span", { class: "tag" }, el("span", { say: "cue" }), " ", el("bdi", {}, name))
  ));
  return [...named, period];
}

function periodKey(since, until) {
  if (since && until) return "period";
  return since ? "period.since" : "period.until";
}

function waysBack(changes, options, again) {
  const kinds = changes.map(({ kind }) => kind);
  const mended = kinds.some((kind) => MENDED.includes(kind));
  const followed = kinds.includes("follow_up");
  return [
    mended && way("searched.exactly", () => again({ ...options, restore: false })),
    followed && way("searched.alone", () => again({ ...options, alone: true })),
  ].filter(Boolean);
}

const way = (words, onclick) => el("button", { type: "button", class: "link", say: words, onclick });
