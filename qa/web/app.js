// The page: puts the views, the reader and the addresses together.
//
//   addresses.js  what an address shows             reader.js    the whole article, cited words lit
//   api.js        JSON and server-sent events       preview.js   the quote behind a number
//   asking.js     the conversation                  browse.js    the list of articles
//   composer.js   the box                           adding.js    files and pasted text, looked at
//   answer.js     one question and its reply        history.js   what was asked in this browser
//   understood.js what was made of a question       filters.js   place, outlet, years
//   cards.js      refusals, notes, failures         sources.js   naming an article
//   actions.js    copy, print, share, rate          docx.js, zip.js  the answer as a document
//   key.js, confirm.js  two dialogs                 strings.js   two languages
//   dom.js, text.js, storage.js, theme.js

import { Adding } from "/web/adding.js";
import { ofArticle, ofReply, place, span } from "/web/addresses.js";
import { listArticles, readRole, readSuggestions, remove } from "/web/api.js";
import { Asking } from "/web/asking.js";
import { Browse } from "/web/browse.js";
import { failureCard } from "/web/cards.js";
import { Composer } from "/web/composer.js";
import { confirmed } from "/web/confirm.js";
import { byId, el } from "/web/dom.js";
import { asked, Filters, forgetFacets } from "/web/filters.js";
import { showHistory, startHistory } from "/web/history.js";
import { askForKey, startKey } from "/web/key.js";
import { closePreview, startPreview } from "/web/preview.js";
import { Reader } from "/web/reader.js";
import { covered } from "/web/sources.js";
import { remember } from "/web/storage.js";
import { loadStrings, say, switchLanguage, t } from "/web/strings.js";

const VIEWS = { ask: "ask", reply: "ask", articles: "browse", history: "history", add: "add" };

const composer = new Composer({ send: (question) => asking.begin(question), stop: () => asking.stop() });
const filters = new Filters(byId("filters"));
const asking = new Asking(composer, { open: openSource, filters: () => asked(filters.chosen), noKey: askForKey });
const browse = new Browse({ noKey: askForKey });
const reader = new Reader({ closed: leaveArticle, stepped, deletable: () => mayWrite, deleted: deleteArticle });
const BEHIND = { behind: true }; // marks an address behind which, one step back, its list or answer is
let mayWrite = false;
let opening = false; // a link of the list was followed

/** Opens a source beside its answer, under an address of its own. */
function openSource(turn, passages, at, opener) {
  if (turn.reply) {
    const address = ofReply(turn.reply.id, passages[at].opened);
    if (location.hash !== address) history.pushState(BEHIND, "", address);
  }
  reader.open(passages, at, opener);
}

function stepped({ articleId, opened, start, end }) {
  const { view, id } = place(location.hash);
  if (view === "reply") history.replaceState(history.state, "", ofReply(id, opened));
  if (view === "articles") history.replaceState(history.state, "", ofArticle(articleId, { start, end }));
}

/** Back to what stands behind the reader: its answer, or the list. */
function leaveArticle() {
  const { view, id, values } = place(location.hash);
  if (view === "articles" ? !id : ![...values].length) return;
  if (history.state?.behind) return history.back();
  history.replaceState(null, "", view === "reply" ? ofReply(id) : "#/articles");
  return browse.mark(null);
}

async function deleteArticle(article) {
  if (!(await confirmed("delete.sure", { title: article.title }))) return;
  try {
    await remove(article.article_id);
    reader.dismiss();
    await changed();
  } catch (error) {
    if (!error.kind) throw error;
    byId("reader-about").append(failureCard(error, () => deleteArticle(article), askForKey));
  }
}

/** The collection has changed: whatever was drawn from it is read again. */
async function changed() {
  forgetFacets();
  await Promise.all([welcome(), filters.fill(), browse.isEmpty ? null : browse.show()]);
}

async function welcome() {
  try {
    const [{ coverage }, { questions }] = await Promise.all([listArticles(null, { limit: 1 }), suggestions()]);
    const key = coverage.articles ? "text" : "coverage.empty";
    say(byId("coverage"), key, () => ({ text: covered(coverage) }));
    byId("suggestions").replaceChildren(...questions.map(suggestion));
  } catch (error) {
    if (!error.kind) throw error;
    byId("suggestions").replaceChildren(el("li", {}, failureCard(error, welcome, askForKey)));
  }
}

/** Suggested questions are a help; without them the page works as well. */
const suggestions = () => readSuggestions().catch(() => ({ questions: [] }));

function suggestion(question) {
  const button = el("button", { type: "button", onclick: () => asking.begin(question) }, el("bdi", {}, question));
  return el("li", {}, button);
}

async function findRole() {
  const { role } = await readRole().catch(() => ({ role: "read" }));
  mayWrite = role !== "read";
  byId("add-link").hidden = !mayWrite;
}

async function route() {
  const { view, id, values } = place(location.hash);
  showView(view);
  if (opening) history.replaceState(BEHIND, "");
  opening = false;
  if (view === "articles") return showArticles(id, values);
  if (view === "reply") {
    if (![...values].length) reader.close();
    return asking.show(id, values);
  }
  reader.close();
  if (view === "history") showHistory();
  if (view === "ask") asking.clear();
  return askAtOnce(values.get("q"));
}

function askAtOnce(question) {
  if (!question) return;
  history.replaceState(null, "", "#/"); // going back must not ask again
  asking.begin(question);
}

async function showArticles(id, values) {
  if (browse.isEmpty) await browse.show();
  if (!id) {
    reader.close();
    browse.mark(null);
  } else {
    await reader.open([{ articleId: id, ...span(values.get("at")) }], 0, browse.mark(id));
  }
}

function showView(view) {
  for (const name of new Set(Object.values(VIEWS))) byId(name).hidden = name !== VIEWS[view];
  for (const link of document.querySelectorAll("[data-view]")) {
    link.ariaCurrent = link.dataset.view === VIEWS[view] ? "page" : null;
  }
  entitle();
}

function entitle() {
  const heading = document.querySelector("main > section:not([hidden]) > h1");
  const brand = t("brand");
  document.title = byId("ask").hidden ? `${heading.textContent} · ${brand}` : brand;
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
  if (document.querySelector("dialog[open]")) return;
  if (closePreview()) event.preventDefault();
  else if (reader.isOpen) reader.dismiss();
  else asking.stop();
}

function skip(event) {
  event.preventDefault(); // the address belongs to the views
  byId("main").focus();
}

async function start() {
  await Promise.all([welcome(), findRole(), filters.fill()]);
}

await loadStrings();
showTheme();
startPreview();
startHistory();
startKey(() => start().then(() => route()));
new Adding({ added: changed });
byId("theme").addEventListener("click", switchTheme);
byId("language").addEventListener("click", () => switchLanguage().then(entitle));
byId("skip").addEventListener("click", skip);
addEventListener("keydown", escape);
byId("browse-list").addEventListener("click", ({ target }) => { opening = Boolean(target.closest("a")); });
addEventListener("popstate", route);
history.scrollRestoration = "manual"; // an address says itself what is scrolled to
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
await Promise.all([start(), route()]);
if (!byId("ask").hidden && matchMedia("(hover: hover)").matches) composer.focus();
document.documentElement.dataset.ready = "true";
