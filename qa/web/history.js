// What was asked in this browser: kept here, sent nowhere, cleared on request.

import { ofReply } from "/web/addresses.js";
import { confirmed } from "/web/confirm.js";
import { byId, el } from "/web/dom.js";
import { recall, remember } from "/web/storage.js";
import { moment, say } from "/web/strings.js";

const NAME = "history";
const MOST = 50; // conversations

/** Conversations, newest first: [{id, at, turns: [{question, options, reply}]}]. */
export function conversations() {
  try {
    return JSON.parse(recall(NAME)) ?? [];
  } catch {
    return [];
  }
}

/** The kept conversation that holds a reply. */
export function conversationOf(replyId) {
  return conversations().find(({ turns }) => turns.some(({ reply }) => reply.id === replyId));
}

export function keep(conversation) {
  const others = conversations().filter(({ id }) => id !== conversation.id);
  const turns = conversation.turns.map((turn) => ({ ...turn, reply: light(turn.reply) }));
  write([{ ...conversation, turns }, ...others].slice(0, MOST));
}

/** Shows the list; each entry leads back to its conversation. */
export function showHistory() {
  const kept = conversations();
  byId("history-list").replaceChildren(...kept.map(row));
  byId("history-clear").hidden = !kept.length;
  say(byId("history-count"), kept.length ? "history.count" : "history.empty", { count: kept.length });
}

export function startHistory() {
  byId("history-clear").addEventListener("click", async () => {
    if (await confirmed("history.clear.sure")) write([]);
    showHistory();
  });
}

function row({ id, at, turns }) {
  const link = el("a", { href: ofReply(turns[0].reply.id) }, el("bdi", {}, turns[0].question));
  const about = el("p", { class: "about", say: ["history.about", () => ({ count: turns.length, moment: moment(at) })] });
  const forget = el("button", { type: "button", class: "link", say: "history.forget", sayLabel: ["history.forget.label", { question: turns[0].question }] });
  forget.addEventListener("click", () => {
    write(conversations().filter((other) => other.id !== id));
    showHistory();
    byId("history-title").focus();
  });
  return el("li", {}, link, about, forget);
}

function write(kept) {
  remember(NAME, kept.length ? JSON.stringify(kept) : null);
}

/** A reply without what the page shows of a refusal alone. */
function light(reply) {
  return reply.kind === "answer" ? { ...reply, hits: [] } : reply;
}
