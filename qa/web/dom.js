// Builds elements. Whatever comes from an article goes in as text, never as markup.

import { say } from "/web/strings.js";

const SAID = { "sayLabel": "aria-label", "sayPlaceholder": "placeholder" };

/**
 * An element. Attributes may be: class and the like (strings; true and false switch them on and
 * off), on… (functions only), say, sayLabel and sayPlaceholder (a key, or [key, values], for the
 * text, aria-label and placeholder).
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) give(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** The address if a click on it can do nothing but open a web page; otherwise null. */
export function webAddress(url) {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

export const wantsStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Copies text; says whether it worked. Pages served without TLS have no clipboard object. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const before = document.activeElement;
  const area = el("textarea", { class: "unseen", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  before?.focus();
  return copied;
}

function give(node, name, value) {
  if (value === null || value === undefined) return;
  if (name === "say") say(node, ...[value].flat());
  else if (name in SAID) say(node, ...attributed(value, SAID[name]));
  else if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else if (typeof value === "boolean") node.toggleAttribute(name, value);
  else node.setAttribute(name, value);
}

function attributed(value, attribute) {
  const [key, fill] = [value].flat();
  return [key, fill, attribute];
}
