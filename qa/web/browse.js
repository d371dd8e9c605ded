// The list of articles, with a search as you type in which accents are optional.

import { listArticles } from "/web/api.js";
import { covered, failureCard } from "/web/answer.js";
import { byId, el } from "/web/dom.js";
import { about, titled } from "/web/sources.js";
import { say } from "/web/strings.js";
import { fold } from "/web/text.js";

export class Browse {
  #list = byId("browse-list");
  #search = byId("browse-search");
  #more = byId("browse-more");
  #rows = []; // {node, words}
  #cursor = null;
  #total = 0;
  #open = null;

  constructor() {
    this.#search.addEventListener("input", () => this.#filter());
    this.#more.addEventListener("click", () => this.#load());
  }

  /** Reads the list again from its beginning. */
  async show() {
    this.#rows = [];
    this.#cursor = null;
    this.#list.replaceChildren();
    await this.#load();
  }

  /** Marks the article that is open in the reader; its link, if it is in the list. */
  mark(id) {
    this.#open?.removeAttribute("aria-current");
    this.#open = id === null ? null : this.#list.querySelector(`a[href="${address(id)}"]`);
    this.#open?.setAttribute("aria-current", "true");
    return this.#open;
  }

  async #load() {
    try {
      const page = await listArticles(this.#cursor);
      this.#add(page);
    } catch (error) {
      this.#more.hidden = true;
      this.#list.append(el("li", {}, failureCard(error, () => this.show())));
    }
  }

  #add({ articles, next, coverage }) {
    const rows = articles.map(row);
    this.#rows.push(...rows);
    this.#list.append(...rows.map(({ node }) => node));
    this.#cursor = next;
    this.#total = coverage.articles;
    this.#more.hidden = !next;
    say(byId("browse-coverage"), "text", () => ({ text: covered(coverage) }));
    this.#filter();
  }

  #filter() {
    const wanted = fold(this.#search.value).split(/\s+/).filter(Boolean);
    for (const { node, words } of this.#rows) {
      node.hidden = !wanted.every((word) => words.includes(word));
    }
    const shown = this.#rows.filter(({ node }) => !node.hidden).length;
    const key = wanted.length || this.#cursor ? "browse.count" : "text";
    say(byId("browse-count"), key, { count: shown, total: this.#total, text: "" });
  }
}

const address = (id) => `#/articles/${encodeURIComponent(id)}`;

function row(article) {
  const words = [article.title, article.outlet, article.author, article.source, article.published];
  const link = el("a", { href: address(article.article_id) }, titled(article));
  return {
    node: el("li", {}, link, about(article)),
    words: fold([...words, ...(article.places ?? [])].filter(Boolean).join(" ")),
  };
}
