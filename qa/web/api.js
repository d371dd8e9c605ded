// Talks to the server: JSON, and answers streamed as server-sent events.

import { language } from "/web/strings.js";

/** kind: offline (no server), broken (stream cut), stopped (by the reader), server (a problem). */
export class ApiError extends Error {
  constructor(kind, problem = {}) {
    super(`${kind} ${problem.code ?? problem.status ?? ""}`);
    this.kind = kind;
    this.problem = problem;
  }
}

/** Asks and calls onEvent(name, data) for every event, up to and with "done". */
export async function ask(question, { signal, onEvent }) {
  const response = await request("/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ question }),
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

export async function listArticles(cursor, { signal } = {}) {
  const next = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
  return readJson(`/v1/articles?limit=50${next}`, signal);
}

export async function readArticle(id, { signal } = {}) {
  return readJson(`/v1/articles/${encodeURIComponent(id)}`, signal);
}

async function readJson(path, signal) {
  const response = await request(path, { headers: { Accept: "application/json" }, signal });
  try {
    return await response.json();
  } catch (error) {
    throw reason(error, signal, "broken");
  }
}

async function request(path, options) {
  const headers = { ...options.headers, "Accept-Language": language() };
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
