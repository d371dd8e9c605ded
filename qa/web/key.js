// The key of a server that wants one: kept until the browser's tab is closed, and sent to it alone.

import { byId } from "/web/dom.js";

const NAME = "key";
let held = null; // where storage is switched off

export function key() {
  try {
    return sessionStorage.getItem(NAME) ?? held;
  } catch {
    return held;
  }
}

/** Opens the dialog of the key; changed() is called when another key was entered, or none. */
export function startKey(changed) {
  const dialog = byId("key-dialog");
  const keep = (value) => {
    hold(value);
    showSwitch();
    dialog.close();
    changed();
  };
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    keep(byId("key-box").value.trim() || null);
  });
  byId("key-forget").addEventListener("click", () => keep(null));
  byId("key-cancel").addEventListener("click", () => dialog.close());
  byId("key-switch").addEventListener("click", askForKey);
  showSwitch();
}

export function askForKey() {
  byId("key-box").value = "";
  byId("key-forget").hidden = key() === null;
  byId("key-dialog").showModal();
}

function showSwitch() {
  byId("key-switch").hidden = key() === null;
}

function hold(value) {
  held = value;
  try {
    if (value === null) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, value);
  } catch {
    // held above, for as long as the page lasts
  }
}
