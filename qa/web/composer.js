// The box: grows with the question, sends on Enter, and never on the Enter of an input method.

import { byId } from "/web/dom.js";
import { say } from "/web/strings.js";

const touch = matchMedia("(pointer: coarse)");

export class Composer {
  #box = byId("box");
  #button = byId("send");
  #send;
  #stop;
  #busy = false;

  constructor({ send, stop }) {
    this.#send = send;
    this.#stop = stop;
    this.#box.addEventListener("keydown", (event) => this.#press(event));
    this.#box.addEventListener("input", () => this.#grow());
    this.#button.addEventListener("click", () => (this.#busy ? this.#stop() : this.#submit()));
    byId("composer").addEventListener("submit", (event) => event.preventDefault());
  }

  set busy(busy) {
    this.#busy = busy;
    this.#button.classList.toggle("busy", busy);
    say(this.#button, busy ? "stop" : "send", undefined, "aria-label");
  }

  get text() {
    return this.#box.value;
  }

  set text(text) {
    this.#box.value = text;
    this.#grow();
  }

  focus() {
    this.#box.focus();
  }

  #press(event) {
    // 229: Safari ends the composition before it reports the Enter that ended it
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (!this.#busy) this.#submit();
  }

  #submit() {
    const question = this.text.trim();
    if (!question) return this.focus();
    this.text = "";
    if (touch.matches) this.#box.blur(); // the keyboard would cover the answer
    return this.#send(question);
  }

  #grow() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}
