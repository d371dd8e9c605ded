// The page: puts the box, the conversation, the list of articles and the reader together.
//
//   api.js       JSON and server-sent events      reader.js    the whole article, cited words lit
//   answer.js    one question and its reply       browse.js    the list of articles
//   composer.js  the box                          preview.js   the quote behind a number
//   sources.js   naming an article                suggestions.js  questions to begin with
//   strings.js   two languages                    dom.js, text.js, storage.js, theme.js

import { announcement, covered, failureCard, Turn } from "/web/answer.js";
import { ask, listArticles } from "/web/api.js";
import { Browse } from "/web/browse.js";
import { Composer } from "/web/composer.js";
import { byId, el, wantsStillness } from "/web/dom.js";
import { closePreview, startPreview } from "/web/preview.js";
import { Reader } from "/web/reader.js";
import { remember } from "/web/storage.js";
import { loadStrings, say, switchLanguage, t } from "/web/strings.js";
import { suggest } from "/web/suggestions.js";

const ARTICLES = /^#\/articles(?:\/([^?]+))?(?:\?at=(\d+)-(\d+))?$/;

const composer = new Composer({ send: begin, stop: () => running?.abort() });
const reader = new Reader({ closed: leaveArticle });
const browse = new Browse();
let running = null; // the AbortController of the question being answered

function begin(question) {
  if (running) return;
  byId("welcome").hidden = true;
  byId("ask").classList.add("talking");
  const turn = new Turn(question, {
    open: (passages, at, opener) => reader.open(passages, at, opener),
    edit: putIntoBox,
    retry: () => retry(turn),
  });
  byId("conversation").append(turn.node);
  turn.node.scrollIntoView({ block: "start", behavior: wantsStillness() ? "instant" : "smooth" });
  answer(turn);
}

function retry(turn) {
  if (running) return;
  if (composer.text.trim() === turn.question) composer.text = "";
  turn.reset();
  composer.focus();
  answer(turn);
}

async function answer(turn) {
  running = new AbortController();
  composer.busy = true;
  try {
    await ask(turn.question, { signal: running.signal, onEvent: (name, data) => take(turn, name, data) });
  } catch (error) {
    if (!error.kind) throw error;
    turn.fail(error);
    if (error.kind !== "stopped") announce(t("status.failed"));
    if (turn.isEmpty && !composer.text) composer.text = turn.question; // nothing typed is lost
  } finally {
    running = null;
    composer.busy = false;
  }
}

function take(turn, name, data) {
  turn.show(name, data);
  if (name === "done") announce(announcement(data));
}

function announce(text) {
  byId("announcer").textContent = text;
}

function putIntoBox(text) {
  composer.text = text;
  composer.focus();
}

async function welcome() {
  try {
    const { articles, coverage } = await listArticles(null);
    const key = coverage.articles ? "text" : "coverage.empty";
    say(byId("coverage"), key, () => ({ text: covered(coverage) }));
    byId("suggestions").replaceChildren(...suggest(articles).map(suggestion));
  } catch (error) {
    byId("suggestions").replaceChildren(el("li", {}, failureCard(error, welcome)));
  }
}

function suggestion(words) {
  const button = el("button", { type: "button", say: words });
  button.addEventListener("click", () => begin(button.textContent));
  return el("li", {}, button);
}

async function route() {
  const match = ARTICLES.exec(location.hash);
  showView(match ? "browse" : "ask");
  if (!match) return reader.close();
  if (byId("browse-list").childElementCount === 0) await browse.show();
  const [, id, start, end] = match;
  if (id === undefined) return closeArticle();
  const passage = { articleId: decoded(id) };
  if (start) Object.assign(passage, { start: Number(start), end: Number(end) });
  return reader.open([passage], 0, browse.mark(passage.articleId));
}

function showView(view) {
  for (const name of ["ask", "browse"]) byId(name).hidden = name !== view;
  for (const link of document.querySelectorAll("[data-view]")) {
    link.ariaCurrent = link.dataset.view === view ? "page" : null;
  }
  entitle();
}

function entitle() {
  document.title = byId("browse").hidden ? t("brand") : `${t("browse.title")} · ${t("brand")}`;
}

function closeArticle() {
  reader.close();
  browse.mark(null);
}

/** Closing an article that has an address of its own leads back to the list. */
function leaveArticle() {
  if (ARTICLES.exec(location.hash)?.[1]) location.hash = "#/articles";
}

function decoded(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function showTheme() {
  byId("theme").ariaPressed = String(document.documentElement.dataset.theme === "dark");
}

/** Chooses the other theme; what the system would choose anyway need not be kept. */
function switchTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  remember("theme", theme === system ? null : theme);
  document.documentElement.dataset.theme = theme;
  showTheme();
}

function escape(event) {
  if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
  if (closePreview()) event.preventDefault();
  else if (reader.isOpen) reader.close();
  else running?.abort();
}

function skip(event) {
  event.preventDefault(); // the address belongs to the views
  byId("main").focus();
}

await loadStrings();
showTheme();
startPreview();
byId("theme").addEventListener("click", switchTheme);
byId("language").addEventListener("click", () => switchLanguage().then(entitle));
byId("skip").addEventListener("click", skip);
addEventListener("keydown", escape);
addEventListener("hashchange", route);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
await Promise.all([welcome(), route()]);
if (!byId("ask").hidden && matchMedia("(hover: hover)").matches) composer.focus();
document.documentElement.dataset.ready = "true";
