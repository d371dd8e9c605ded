// Where to search: place, outlet and years, offered as the collection has them.

import { readFacets } from "/web/api.js";
import { el } from "/web/dom.js";
import { say, t } from "/web/strings.js";

const FIELDS = { place: "places", outlet: "outlets", since: "years", until: "years" };
let facets = null; // the promise of them, shared by all filter bars

/** Asks again what can be filtered by; the collection has changed. */
export function forgetFacets() {
  facets = null;
}

/** A foldable row of menus; calls changed() after every choice. */
export class Filters {
  #root;
  #summary = el("summary", { say: "filters" });
  #menus = {};
  #changed;

  constructor(root, changed = () => {}) {
    this.#root = root;
    this.#changed = changed;
    for (const name of Object.keys(FIELDS)) this.#menus[name] = this.#menu(name);
    const clear = el("button", { type: "button", class: "link", say: "filters.clear" });
    clear.addEventListener("click", () => this.choose({}));
    root.append(this.#summary, el("div", { class: "menus" }, Object.entries(this.#menus).map(labelled), clear));
  }

  /** Fills the menus; what has no values is not offered. */
  async fill() {
    facets ??= readFacets();
    try {
      const found = await facets;
      for (const [name, menu] of Object.entries(this.#menus)) offer(menu, found[FIELDS[name]]);
      this.#root.hidden = Object.values(found).every((values) => !values.length);
    } catch {
      this.#root.hidden = true; // without filters everything is searched
      facets = null;
    }
  }

  /** {place, outlet, since, until} as chosen; since and until are dates. */
  get chosen() {
    const values = Object.entries(this.#menus).map(([name, { value }]) => [name, value && day(name, value)]);
    return Object.fromEntries(values.filter(([, value]) => value));
  }

  choose(chosen) {
    for (const [name, menu] of Object.entries(this.#menus)) menu.value = (chosen[name] ?? "").slice(0, yearOnly(name));
    this.#tell();
  }

  #menu(name) {
    const menu = el("select", { class: "field" }, el("option", { value: "", say: `filters.any.${name}` }));
    menu.addEventListener("change", () => this.#tell());
    return menu;
  }

  #tell() {
    const words = inWords(asked(this.chosen));
    say(this.#summary, words ? "filters.chosen" : "filters", () => ({ chosen: inWords(asked(this.chosen)) }));
    this.#changed();
  }
}

/** The filters of a question as the server takes them; undefined where there are none. */
export function asked({ place, outlet, since, until }) {
  const filters = {
    ...(place && { places: [place] }),
    ...(outlet && { outlets: [outlet] }),
    ...(since && { since }),
    ...(until && { until }),
  };
  return Object.keys(filters).length ? filters : undefined;
}

/** "Quảng Ninh · từ 2018"; empty where nothing is filtered. */
export function inWords(filters) {
  if (!filters) return "";
  const { places = [], outlets = [], since, until } = filters;
  const years = [
    since && t("filters.since", { year: since.slice(0, 4) }),
    until && t("filters.until", { year: until.slice(0, 4) }),
  ];
  return [...places, ...outlets, ...years].filter(Boolean).join(" · ");
}

const yearOnly = (name) => (FIELDS[name] === "years" ? 4 : undefined);

function day(name, value) {
  if (name === "since") return `${value}-01-01`;
  return name === "until" ? `${value}-12-31` : value;
}

function labelled([name, menu]) {
  return el("label", {}, el("span", { say: `filters.label.${name}` }), menu);
}

function offer(menu, values) {
  const chosen = menu.value;
  const options = values.map(({ value, count }) => el("option", { value: String(value) }, `${value} (${count})`));
  menu.replaceChildren(menu.firstChild, ...options);
  menu.value = chosen;
  if (menu.selectedIndex < 0) menu.selectedIndex = 0;
  menu.parentElement.hidden = !values.length;
}
