// An answer as a Word document with real footnotes: the few parts of Office Open XML that it takes,
// in a ZIP archive of stored entries.

import { footnote } from "/web/sources.js";
import { t } from "/web/strings.js";
import { zip } from "/web/zip.js";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SCHEMAS = "http" + "://schemas.openxmlformats.org"; // names of formats, never fetched
const WORD = `xmlns:w="${SCHEMAS}/wordprocessingml/2006/main"`;
const OFFICE = `${SCHEMAS}/officeDocument/2006/relationships`;
const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const PARTS = ["document", "styles", "footnotes"];
const FONT = "Times New Roman"; // what official documents in Vietnam are set in, at 14 points

/** The bytes of the document. */
export function docx(question, reply) {
  const [body, footnotes] = written(question, reply);
  return zip({
    "[Content_Types].xml": contentTypes(),
    "_rels/.rels": relationships([["officeDocument", "word/document.xml"]]),
    "word/_rels/document.xml.rels": relationships(PARTS.slice(1).map((part) => [part, `${part}.xml`])),
    "word/document.xml": HEAD + `<w:document ${WORD}><w:body>${body}</w:body></w:document>`,
    "word/footnotes.xml": HEAD + `<w:footnotes ${WORD}>${separators()}${footnotes}</w:footnotes>`,
    "word/styles.xml": HEAD + `<w:styles ${WORD}>${styles()}</w:styles>`,
  });
}

/** The body and its footnotes: one for each reference, because Word numbers them itself. */
function written(question, { sentences, citations }) {
  const notes = [];
  const runs = sentences.map((sentence, at) => {
    const references = sentence.citations.map((number) => {
      notes.push(note(notes.length + 1, citations.find((citation) => citation.number === number)));
      return reference(notes.length);
    });
    return run(at ? ` ${sentence.text}` : sentence.text) + references.join("");
  });
  return [paragraph("Heading1", run(question)) + paragraph("Normal", runs.join("")), notes.join("")];
}

function note(id, { article, quote }) {
  const text = `${footnote(article)} ${t("footnote.quote", { quote })}`;
  const mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>';
  return `<w:footnote w:id="${id}">${paragraph("FootnoteText", mark + run(` ${text}`))}</w:footnote>`;
}

/** Two notes that Word keeps for itself: the lines above the others. */
function separators() {
  return ["separator", "continuationSeparator"].map((kind, at) => (
    `<w:footnote w:type="${kind}" w:id="${at - 1}"><w:p><w:r><w:${kind}/></w:r></w:p></w:footnote>`
  )).join("");
}

const reference = (number) => (
  `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="${number}"/></w:r>`
);
const paragraph = (style, inside) => `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${inside}</w:p>`;
const run = (text) => `<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;

function styles() {
  const fonts = ["ascii", "hAnsi", "cs", "eastAsia"].map((kind) => `w:${kind}="${FONT}"`).join(" ");
  const normal = `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts ${fonts}/><w:sz w:val="28"/>`
    + '<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>';
  return normal
    + style("paragraph", "Normal", "Normal", '<w:pPr><w:spacing w:after="120" w:line="312" w:lineRule="auto"/></w:pPr>')
    + style("paragraph", "Heading1", "heading 1", '<w:pPr><w:keepNext/><w:spacing w:after="120"/></w:pPr><w:rPr><w:b/></w:rPr>')
    + style("paragraph", "FootnoteText", "footnote text", '<w:rPr><w:sz w:val="20"/></w:rPr>')
    + style("character", "FootnoteReference", "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>');
}

const style = (kind, id, name, looks) => (
  `<w:style w:type="${kind}" w:styleId="${id}"><w:name w:val="${name}"/>${looks}</w:style>`
);

function contentTypes() {
  const parts = PARTS.map((part) => {
    const type = part === "document" ? `${TYPE}.document.main+xml` : `${TYPE}.${part}+xml`;
    return `<Override PartName="/word/${part}.xml" ContentType="${type}"/>`;
  });
  return `${HEAD}<Types xmlns="${SCHEMAS}/package/2006/content-types">`
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + `<Default Extension="xml" ContentType="application/xml"/>${parts.join("")}</Types>`;
}

function relationships(targets) {
  const links = targets.map(([kind, target], at) => (
    `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`
  ));
  return `${HEAD}<Relationships xmlns="${SCHEMAS}/package/2006/relationships">${links.join("")}</Relationships>`;
}

/** Text as XML holds it; characters that XML cannot hold are left out. */
function escaped(text) {
  const held = text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
  return held.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
