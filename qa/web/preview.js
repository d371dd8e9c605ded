// The quote behind a number, shown while the pointer or the keyboard rests on it.

import { byId, el } from "/web/dom.js";
import { about, spoken, titled } from "/web/sources.js";
import { aroundMark } from "/web/text.js";

const PATIENCE_MS = 150; // long enough to move the pointer from the number into the quote
const GAP = 8;
let leaving = 0;

/** Makes a number show its citation. */
export function previewOn(chip, citation) {
  chip.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open(chip, citation));
  chip.addEventListener("pointerleave", closeSoon);
  chip.addEventListener("focus", () => chip.matches(":focus-visible") && open(chip, citation));
  chip.addEventListener("blur", closePreview);
  chip.addEventListener("click", closePreview);
}

/** Closes the quote; says whether there was one to close. */
export function closePreview() {
  const box = byId("preview");
  const was = !box.hidden;
  box.hidden = true;
  document.querySelector("[aria-describedby=preview]")?.removeAttribute("aria-describedby");
  return was;
}

export function startPreview() {
  byId("preview").addEventListener("pointerenter", () => clearTimeout(leaving));
  byId("preview").addEventListener("pointerleave", closeSoon);
  addEventListener("scroll", closePreview, { passive: true });
}

function open(chip, citation) {
  clearTimeout(leaving);
  closePreview();
  const [before, asked, after] = aroundMark(citation);
  const quote = el("p", { class: "quote", lang: citation.article.language ?? "vi" }, before);
  quote.append(el("strong", {}, asked), after);
  const box = byId("preview");
  const voice = citation.speaker ? [spoken(citation.speaker)] : [];
  box.replaceChildren(el("p", { class: "title" }, titled(citation.article)), about(citation.article), ...voice, quote);
  box.hidden = false;
  chip.setAttribute("aria-describedby", "preview");
  place(box, chip.getBoundingClientRect());
}

function closeSoon() {
  clearTimeout(leaving);
  leaving = setTimeout(closePreview, PATIENCE_MS);
}

/** Above the number where there is room, else below; always inside the window. */
function place(box, chip) {
  const left = Math.min(chip.left, document.documentElement.clientWidth - box.offsetWidth - GAP);
  const above = chip.top - box.offsetHeight - GAP;
  box.style.left = `${Math.max(GAP, left)}px`;
  box.style.top = `${above > GAP ? above : chip.bottom + GAP}px`;
}
