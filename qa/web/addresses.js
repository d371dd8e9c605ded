// The addresses of the page: every article and every reply can be shared, reloaded and gone back to.
//
//   #/                      the first screen        #/?q=…                  asks at once
//   #/reply/ID[?c=2|?h=1]   a reply, with the source of citation 2 or the article of hit 1 open
//   #/articles              the list                #/articles/ID?at=12-48  an article at a passage
//   #/history               what was asked here     #/add                   adding articles

const PLACE = /^#\/(?:(reply|articles|history|add)(?:\/([^?]+))?)?(?:\?(.*))?$/;

/** What an address shows: {view, id, values}; whatever cannot be read is the first screen. */
export function place(hash) {
  const [, view = "ask", id, query = ""] = PLACE.exec(hash) ?? [];
  return { view, id: id && decoded(id), values: new URLSearchParams(query) };
}

export const ofReply = (id, opened = "") => `#/reply/${encodeURIComponent(id)}${opened && `?${opened}`}`;

export function ofArticle(id, { start, end } = {}) {
  const at = Number.isInteger(start) ? `?at=${start}-${end}` : "";
  return `#/articles/${encodeURIComponent(id)}${at}`;
}

/** The whole address, to be pasted elsewhere. */
export const shared = (hash) => `${location.origin}${location.pathname}${hash}`;

/** {start, end} of "12-48"; nothing where there is no such span. */
export function span(text) {
  const [, start, end] = /^(\d+)-(\d+)$/.exec(text ?? "") ?? [];
  return start === undefined ? {} : { start: Number(start), end: Number(end) };
}

function decoded(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
