// What can be done with a reply: copy it, take it into a document, print it, share it, rate it.

import { rate } from "/web/api.js";
import { ofReply, shared } from "/web/addresses.js";
import { copy, el } from "/web/dom.js";
import { docx } from "/web/docx.js";
import { footnote, withFootnotes } from "/web/sources.js";
import { say } from "/web/strings.js";

const REASONS = ["wrong", "incomplete", "beside", "source"];

/** The row of buttons under a turn that has its reply, and what only a printed page shows. */
export function actionsFor({ question, reply, node }) {
  const answered = reply.kind === "answer";
  return el(
    "div",
    { class: "deeds" },
    answered ? printed(reply.citations) : null,
    el(
      "div",
      { class: "actions" },
      answered ? copying("copy", () => withFootnotes(reply)) : null,
      answered ? button("document", () => download(question, reply)) : null,
      answered ? button("print", () => printAlone(node)) : null,
      copying("share", () => shared(ofReply(reply.id))),
      ...rating(reply.id),
    ),
  );
}

const button = (words, onclick) => el("button", { type: "button", class: "action", say: words, onclick });

function copying(words, text) {
  const node = button(words, async () => say(node, (await copy(text())) ? "copied" : "copy.failed"));
  return node;
}

function download(question, reply) {
  const file = new Blob([docx(question, reply)], { type: "application/octet-stream" });
  const link = el("a", { href: URL.createObjectURL(file), download: `${reply.id}.docx` });
  link.click();
  URL.revokeObjectURL(link.href);
}

function printAlone(turn) {
  const name = "printed-alone";
  turn.classList.add(name);
  addEventListener("afterprint", () => turn.classList.remove(name), { once: true });
  print();
}

/** The footnotes of a printed answer, each with its quote. */
function printed(citations) {
  const notes = citations.map((citation) => el(
    "li",
    { value: String(citation.number) },
    el("bdi", {}, footnote(citation.article)),
    el("blockquote", {}, citation.quote),
  ));
  return el("ol", { class: "footnotes" }, notes);
}

/** Two buttons; whoever finds fault may say with which word or in their own. */
function rating(replyId) {
  const good = button("rating.up", () => send("up"));
  const bad = button("rating.down", () => { reasons.hidden = !reasons.hidden; });
  const reasons = reasonsForm((reason) => send("down", reason));
  async function send(way, reason) {
    try {
      await rate({ reply_id: replyId, rating: way, ...(reason ? { reason } : {}) });
      say(way === "up" ? good : bad, "rating.thanks");
      for (const node of [good, bad]) node.disabled = true;
      reasons.remove();
    } catch {
      say(way === "up" ? good : bad, "rating.failed");
    }
  }
  return [good, bad, reasons];
}

function reasonsForm(send) {
  const own = el("input", { type: "text", class: "field", maxlength: "500", sayPlaceholder: "rating.own", sayLabel: "rating.own" });
  const form = el(
    "form",
    { class: "reasons", hidden: true },
    REASONS.map((reason) => {
      const choice = el("button", { type: "button", class: "quiet", say: `rating.${reason}` });
      choice.addEventListener("click", () => send(choice.textContent));
      return choice;
    }),
    own,
    el("button", { class: "quiet", say: "rating.send" }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(own.value.trim());
  });
  return form;
}
