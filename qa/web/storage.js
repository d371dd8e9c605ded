// The few choices kept in this browser; without storage they last as long as the page.

const kept = new Map();

export function recall(name) {
  try {
    return localStorage.getItem(name) ?? kept.get(name) ?? null;
  } catch {
    return kept.get(name) ?? null;
  }
}

/** Keeps a choice; null forgets it. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    kept.set(name, value);
  }
}
