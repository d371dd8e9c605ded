// The words of the page in two languages. What was said once with say() is said again in the
// other language when the reader switches, so nothing on the page is rebuilt or lost.

import { recall, remember } from "/web/storage.js";

const LANGUAGES = ["vi", "en"];
const ATTRIBUTES = ["aria-label", "placeholder"];
const values = new WeakMap(); // node -> {"" or attribute name: values of the template}

let current = LANGUAGES.includes(recall("language")) ? recall("language") : "vi";
let strings = {};

export const language = () => current;

/** The text of a key with its {names} filled in; a count chooses "key.one" where it fits. */
export function t(key, fill = {}) {
  const one = "count" in fill && new Intl.PluralRules(current).select(fill.count) === "one";
  const template = (one && strings[`${key}.one`]) || strings[key] || key;
  return template.replace(/\{(\w+)\}/g, (_, name) => spell(fill[name]));
}

export const knows = (key) => key in strings;

/** Writes the text of a key into a node, or into one of its attributes, for good. */
export function say(node, key, fill, attribute = "") {
  node.setAttribute(marker(attribute), key);
  values.set(node, { ...values.get(node), [attribute]: fill });
  write(node, attribute);
}

/** 2020-06-25 as 25/06/2020, or as 25 June 2020 in English. */
export function date(iso) {
  const day = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return String(iso);
  const parts = current === "vi" ? { day: "2-digit", month: "2-digit" } : { day: "numeric", month: "long" };
  const shape = { ...parts, year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(current === "vi" ? "vi-VN" : "en-GB", shape).format(day);
}

/** A moment of the reader's own day: 25/11/2026 10:20. */
export function moment(iso) {
  const at = new Date(iso);
  const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(at);
  const day = new Intl.DateTimeFormat("en-GB").format(at);
  return `${day} ${time}`;
}

export async function loadStrings() {
  const response = await fetch(`/web/strings.${current}.json`);
  if (!response.ok) throw new Error(`strings.${current}.json: HTTP ${response.status}`);
  strings = await response.json();
  document.documentElement.lang = current;
  for (const attribute of ["", ...ATTRIBUTES]) {
    for (const node of document.querySelectorAll(`[${marker(attribute)}]`)) write(node, attribute);
  }
}

export async function switchLanguage() {
  current = LANGUAGES[1 - LANGUAGES.indexOf(current)];
  remember("language", current);
  await loadStrings();
}

const marker = (attribute) => (attribute ? `data-t-${attribute}` : "data-t");

function write(node, attribute) {
  const fill = values.get(node)?.[attribute];
  const text = t(node.getAttribute(marker(attribute)), typeof fill === "function" ? fill() : fill);
  if (attribute) node.setAttribute(attribute, text);
  else node.textContent = text;
}

function spell(value) {
  return typeof value === "number" ? new Intl.NumberFormat(current).format(value) : value ?? "";
}
