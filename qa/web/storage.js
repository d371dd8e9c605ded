// What is kept in this browser; without storage it lasts as long as the page.

const kept = new Map();

export function recall(name) {
  if (kept.has(name)) return kept.get(name);
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text under a name; null forgets it. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    kept.delete(name);
  } catch {
    kept.set(name, value); // switched off, or full
  }
}
