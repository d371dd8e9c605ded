// Asks before something is lost for good.

import { byId } from "/web/dom.js";
import { say } from "/web/strings.js";

/** Whether the reader of the page says yes; Escape and the other button say no. */
export function confirmed(words, fill) {
  const dialog = byId("confirm");
  say(byId("confirm-text"), words, fill);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const choose = (event) => {
      const choice = event.target.closest("button");
      if (choice) dialog.close(choice.value);
    };
    dialog.addEventListener("click", choose);
    dialog.addEventListener(
      "close",
      () => {
        dialog.removeEventListener("click", choose);
        resolve(dialog.returnValue === "yes");
      },
      { once: true },
    );
  });
}
