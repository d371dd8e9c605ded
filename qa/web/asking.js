// The conversation: questions and their replies, kept, addressed, and taken up again.

import { ofReply, place } from "/web/addresses.js";
import { announcement, Turn } from "/web/answer.js";
import { ask, readReply } from "/web/api.js";
import { failureCard } from "/web/cards.js";
import { byId, wantsStillness } from "/web/dom.js";
import { conversationOf, keep } from "/web/history.js";
import { t } from "/web/strings.js";

const MOST_MESSAGES = 20; // earlier ones that go with a question

export class Asking {
  #turns = [];
  #running = null; // the AbortController of the question being answered
  #shown = null; // the id of the reply that the address names
  #kept = null; // {id, at} under which the conversation is kept
  #composer;
  #actions;

  /** actions: open(turn, passages, at, opener), filters() and noKey(). */
  constructor(composer, actions) {
    this.#composer = composer;
    this.#actions = actions;
  }

  stop() {
    this.#running?.abort();
  }

  /** Asks a further question. */
  begin(question) {
    if (this.#running) return;
    const turn = this.#add(question, { filters: this.#actions.filters() });
    turn.node.scrollIntoView({ block: "start", behavior: wantsStillness() ? "instant" : "smooth" });
    this.#answer(turn);
  }

  /** An empty page for a new conversation; a question still being answered is left in peace. */
  clear() {
    if (this.#running) return;
    this.#turns = [];
    this.#kept = null;
    this.#name(null);
    byId("conversation").replaceChildren();
    this.#arrange();
  }

  /** Shows the reply of an address: from this page, from this browser, or from the server. */
  async show(id, values) {
    let turn = this.#turnOf(id) ?? this.#restored(id);
    if (!turn) turn = await this.#received(id);
    if (!turn) return;
    if (this.#shown !== id) turn.node.scrollIntoView({ block: "start", behavior: "instant" });
    this.#name(id);
    turn.openAt(values);
  }

  /** Where the conversation on the page is found again. */
  #name(id) {
    this.#shown = id;
    byId("ask-link").href = id ? ofReply(id) : "#/";
  }

  #turnOf(id) {
    return this.#turns.find((turn) => turn.reply?.id === id);
  }

  #add(question, options) {
    const turn = new Turn(question, {
      open: this.#actions.open,
      noKey: this.#actions.noKey,
      edit: (text) => this.#edit(text),
      again: (changed) => this.#again(turn, changed),
    }, options);
    this.#turns.push(turn);
    byId("conversation").append(turn.node);
    this.#arrange();
    return turn;
  }

  #arrange() {
    const talking = this.#turns.length > 0;
    byId("welcome").hidden = talking;
    byId("new-question").hidden = !talking;
    byId("ask").classList.toggle("talking", talking);
  }

  #edit(text) {
    this.#composer.text = text;
    this.#composer.focus();
  }

  #again(turn, options) {
    if (this.#running) return;
    if (this.#composer.text.trim() === turn.question) this.#composer.text = "";
    turn.reset(options);
    this.#composer.focus();
    this.#answer(turn);
  }

  async #answer(turn) {
    this.#running = new AbortController();
    this.#composer.busy = true;
    try {
      const onEvent = (name, data) => this.#take(turn, name, data);
      await ask(this.#body(turn), { signal: this.#running.signal, onEvent });
    } catch (error) {
      if (!error.kind) throw error;
      this.#fail(turn, error);
    } finally {
      this.#running = null;
      this.#composer.busy = false;
    }
  }

  #body(turn) {
    const { filters, restore, alone } = turn.options;
    const conversation = alone ? [] : this.#messagesBefore(turn);
    return {
      question: turn.question,
      ...(filters && { filters }),
      ...(restore === false && { restore }),
      ...(conversation.length && { conversation }),
    };
  }

  #messagesBefore(turn) {
    const earlier = this.#turns.slice(0, this.#turns.indexOf(turn)).filter(({ reply }) => reply);
    const messages = earlier.flatMap(({ question, reply }) => [
      { role: "user", content: question },
      { role: "assistant", content: spokenOf(reply) },
    ]);
    return messages.slice(-MOST_MESSAGES);
  }

  #take(turn, name, data) {
    turn.show(name, data);
    if (name !== "done") return;
    this.#address(data.id);
    this.#keep();
    announce(announcement(data));
  }

  #fail(turn, error) {
    turn.fail(error);
    if (error.kind !== "stopped") announce(t("status.failed"));
    if (turn.isEmpty && !this.#composer.text) this.#composer.text = turn.question; // nothing typed is lost
  }

  /** The address follows the conversation, unless its reader has gone elsewhere meanwhile. */
  #address(id) {
    this.#name(id);
    const { view } = place(location.hash);
    if (view === "ask" || view === "reply") history.pushState(null, "", ofReply(id));
  }

  #keep() {
    const answered = this.#turns.filter(({ reply }) => reply);
    this.#kept ??= { id: answered[0].reply.id, at: new Date().toISOString() };
    keep({
      ...this.#kept,
      turns: answered.map(({ question, options, reply }) => ({ question, options, reply })),
    });
  }

  /** The conversation of this browser that holds the reply. */
  #restored(id) {
    const found = this.#running ? null : conversationOf(id);
    if (!found) return null;
    this.clear();
    this.#kept = { id: found.id, at: found.at };
    for (const { question, options, reply } of found.turns) this.#add(question, options).show("done", reply);
    this.#checkSince(id);
    return this.#turnOf(id);
  }

  /** A reply that somebody shared, or what became of one kept here. */
  async #received(id) {
    if (this.#running) return null;
    try {
      const receipt = await readReply(id);
      this.clear();
      const turn = this.#add(receipt.reply.question.text, {});
      turn.show("done", receipt.reply);
      turn.showReceipt(receipt);
      return turn;
    } catch (error) {
      if (!error.kind) throw error;
      this.#refuse(error, id);
      return null;
    }
  }

  #refuse(error, id) {
    this.clear();
    const gone = error.problem.status === 404 ? { kind: "gone", problem: {} } : error;
    const retry = () => (gone.kind === "gone" ? location.assign("#/") : this.show(id, new URLSearchParams()));
    byId("conversation").replaceChildren(failureCard(gone, retry, this.#actions.noKey));
  }

  async #checkSince(id) {
    try {
      const receipt = await readReply(id);
      const lost = receipt.articles.some(({ state }) => state !== "same");
      if (lost) this.#turnOf(id)?.showReceipt(receipt);
    } catch {
      // the server keeps it no longer; what this browser kept is all there is
    }
  }
}

function spokenOf(reply) {
  if (reply.kind !== "answer") return reply.explanation;
  return reply.sentences.map(({ text }) => text).join(" ");
}

function announce(text) {
  byId("announcer").textContent = text;
}
