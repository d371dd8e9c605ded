// The list of articles, with filters and a search as you type in which accents are optional.

import { ofArticle } from "/web/addresses.js";
import { listArticles } from "/web/api.js";
import { failureCard } from "/web/cards.js";
import { byId, el } from "/web/dom.js";
import { Filters } from "/web/filters.js";
import { about, covered, titled } from "/web/sources.js";
import { say } from "/web/strings.js";

const PATIENCE_MS = 150; // between the last key and the search

export class Browse {
  #list = byId("browse-list");
  #search = byId("browse-search");
  #more = byId("browse-more");
  #filters = new Filters(byId("browse-filters"), () => this.show());
  #loading = new AbortController();
  #typing = 0;
  #cursor = null;
  #open = null;
  #noKey;

  constructor({ noKey }) {
    this.#noKey = noKey;
    this.#search.addEventListener("input", () => this.#searchSoon());
    this.#more.addEventListener("click", () => this.#load());
  }

  get isEmpty() {
    return this.#list.childElementCount === 0;
  }

  /** Reads the list again from its beginning. */
  async show() {
    this.#cursor = null;
    await Promise.all([this.#filters.fill(), this.#load({ anew: true })]);
  }

  /** Marks the article that is open in the reader; its link, if it is in the list. */
  mark(id) {
    this.#open?.removeAttribute("aria-current");
    this.#open = id === null ? null : this.#list.querySelector(`a[href="${ofArticle(id)}"]`);
    this.#open?.setAttribute("aria-current", "true");
    return this.#open;
  }

  #searchSoon() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.show(), PATIENCE_MS);
  }

  async #load({ anew = false } = {}) {
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    try {
      const wanted = { q: this.#search.value.trim(), ...this.#filters.chosen };
      const page = await listArticles(anew ? null : this.#cursor, wanted, { signal });
      if (!signal.aborted) this.#add(page, anew);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #add({ articles, next, coverage }, anew) {
    if (anew) this.#list.replaceChildren();
    this.#list.append(...articles.map(row));
    this.#cursor = next;
    this.#more.hidden = !next;
    say(byId("browse-coverage"), "text", () => ({ text: covered(coverage) }));
    const count = this.#list.childElementCount;
    const key = count ? "browse.count" : "browse.none";
    say(byId("browse-count"), key, { count, total: coverage.articles });
  }

  #fail(error) {
    this.#more.hidden = true;
    this.#list.replaceChildren(el("li", {}, failureCard(error, () => this.show(), this.#noKey)));
  }
}

function row(article) {
  const link = el("a", { href: ofArticle(article.article_id) }, titled(article));
  return el("li", {}, link, about(article));
}
