import MarkdownIt from "markdown-it";

// HTML in the text is shown, not obeyed; links that would run something are no links. Pictures are
// left as text: pages load nothing that does not come from this server.
const markdown = new MarkdownIt({ html: false }).disable("image");

/** The text stands below the page's title, so that its highest headings have the second level. */
const HIGHEST = 2;

markdown.core.ruler.push("fit_headings", ({ tokens }) => {
  const headings = tokens.filter(({ type }) => type.startsWith("heading_"));
  const levels = headings.map(({ tag }) => Number(tag.slice(1)));
  const by = HIGHEST - Math.min(...levels);
  for (const token of headings) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + by)}`;
});

/** What an operator wrote in Markdown, as HTML without anything that runs or loads. */
export function renderMarkdown(source: string): string {
  return markdown.render(source);
}

/** The same as one line of plain text, for previews elsewhere. */
export function plainTextOf(source: string, lengthMax: number): string {
  const text = markdown
    .parse(source, {})
    .flatMap(({ children }) => [...(children ?? []), { type: "block", content: " " }])
    .map(({ type, content }) => (type.endsWith("break") ? " " : content))
    .join("")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1).trimEnd()}…`;
}
