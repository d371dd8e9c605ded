// Talks to the server: JSON, and answers streamed as server-sent events.

import { key } from "/web/key.js";
import { language } from "/web/strings.js";

const PAGE = 50;

/** kind: offline (no server), broken (stream cut), stopped (by the reader), server (a problem). */
export class ApiError extends Error {
  constructor(kind, problem = {}) {
    super(`${kind} ${problem.code ?? problem.status ?? ""}`);
    this.kind = kind;
    this.problem = problem;
  }
}

/** Asks {question, …} and calls onEvent(name, data) for every event, up to and with "done". */
export async function ask(asked, { signal, onEvent }) {
  const response = await request("/v1/ask", {
    ...json("POST", asked),
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    signal,
  });
  try {
    if (isJson(response)) return onEvent("done", await response.json());
    for await (const [name, data] of events(response.body)) {
      if (name === "error") throw new ApiError("server", JSON.parse(data));
      onEvent(name, JSON.parse(data));
      if (name === "done") return undefined;
    }
  } catch (error) {
    throw reason(error, signal, "broken");
  }
  throw new ApiError("broken");
}

/** A page of the articles, the newest first; wanted may hold q, place, outlet, since, until. */
export function listArticles(cursor = null, wanted = {}, { signal } = {}) {
  const given = Object.entries({ limit: PAGE, order: "newest", cursor, ...wanted }).filter(([, value]) => value);
  return readJson(`/v1/articles?${new URLSearchParams(given)}`, { signal });
}

export const readArticle = (id, { signal } = {}) => readJson(articlePath(id), { signal });
export const readReply = (id) => readJson(`/v1/replies/${encodeURIComponent(id)}`);
export const readFacets = () => readJson("/v1/facets");
export const readSuggestions = () => readJson("/v1/suggestions");
export const readRole = () => readJson("/v1/me");
export const rate = (rating) => request("/v1/feedback", json("POST", rating));
export const preview = (articles) => readJson("/v1/articles/preview", sent(articles));
export const add = (articles) => readJson("/v1/articles", sent(articles));
export const remove = (id) => request(articlePath(id), { method: "DELETE" });

const articlePath = (id) => `/v1/articles/${encodeURIComponent(id)}`;

function json(method, value) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

/** Files go as they are, pasted text as JSON. */
function sent(articles) {
  if (!(articles[0] instanceof File)) return json("POST", { articles });
  const body = new FormData();
  for (const file of articles) body.append("files", file);
  return { method: "POST", body };
}

async function readJson(path, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  const response = await request(path, { ...options, headers });
  try {
    return await response.json();
  } catch (error) {
    throw reason(error, options.signal, "broken");
  }
}

async function request(path, options) {
  const headers = { ...options.headers, "Accept-Language": language() };
  if (key()) headers.Authorization = `Bearer ${key()}`;
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    throw reason(error, options.signal, "offline");
  }
  if (!response.ok) throw new ApiError("server", await problem(response));
  return response;
}

async function problem(response) {
  const seconds = Number.parseInt(response.headers.get("Retry-After"), 10);
  const wait = Number.isInteger(seconds) ? { seconds } : {};
  try {
    return { ...(await response.json()), status: response.status, ...wait };
  } catch {
    return { status: response.status, ...wait }; // a proxy's HTML page has nothing to say here
  }
}

function reason(error, signal, kind) {
  if (error instanceof ApiError) return error;
  return new ApiError(signal?.aborted ? "stopped" : kind);
}

const isJson = (response) => (response.headers.get("Content-Type") ?? "").includes("json");

/** The events of a stream as [name, data]; comments are heartbeats and are passed over. */
async function* events(body) {
  let name = "message";
  let data = [];
  for await (const line of lines(body)) {
    if (line === "") {
      if (data.length) yield [name, data.join("\n")];
      name = "message";
      data = [];
    } else {
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
      if (field === "event") name = value;
      if (field === "data") data.push(value);
    }
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop();
      yield* parts;
    }
  } finally {
    reader.cancel().catch(() => {}); // the stream may be broken already
  }
}
