// Offsets count Unicode characters, JavaScript strings count UTF-16 units: one emoji is one
// character and two units. Everything here works on the array of characters of a text.

export const characters = (text) => Array.from(text);

/** The spans {start, end} of the lines of a text that hold anything. */
export function paragraphs(points) {
  const found = [];
  let start = 0;
  for (let at = 0; at <= points.length; at += 1) {
    if (at < points.length && points[at] !== "\n") continue;
    if (points.slice(start, at).join("").trim()) found.push({ start, end: at });
    start = at + 1;
  }
  return found;
}

/** The text between two offsets, cut where a span begins or ends: [{text, spans covering it}]. */
export function pieces(points, { start, end }, spans) {
  const near = spans.filter((span) => span.start < end && span.end > start);
  const inside = near.flatMap((span) => [span.start, span.end]);
  const kept = inside.filter((at) => at > start && at < end);
  const cuts = [...new Set([start, ...kept, end])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, index) => ({
    text: points.slice(from, cuts[index + 1]).join(""),
    spans: near.filter((span) => span.start <= from && span.end >= cuts[index + 1]),
  }));
}

/** Lower case without accents, for a search in which accents are optional. */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
}

/** A quote cut into [before, the span asked for, after]; one piece where there is no such span. */
export function aroundMark({ quote, start, end, mark }) {
  const inside = mark && start <= mark.start && mark.start < mark.end && mark.end <= end;
  if (!inside) return [quote, "", ""];
  const points = characters(quote);
  const cuts = [0, mark.start - start, mark.end - start, points.length];
  return [0, 1, 2].map((index) => points.slice(cuts[index], cuts[index + 1]).join(""));
}
