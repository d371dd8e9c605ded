// Questions to begin with, drawn from the articles that are really there.

const MOST = 4;

/** [key, values] of the questions to offer, one for each of the newest titled articles. */
export function suggest(articles) {
  return [...articles]
    .filter((article) => article.title)
    .sort((a, b) => (b.published ?? "").localeCompare(a.published ?? ""))
    .slice(0, MOST)
    .map((article) => ["suggestion.about", { title: requoted(article.title) }]);
}

const requoted = (title) => title.replaceAll("“", "‘").replaceAll("”", "’"); // quotes within quotes
