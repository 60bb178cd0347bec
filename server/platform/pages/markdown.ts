import MarkdownIt from "markdown-it";

// HTML in the text is shown, not obeyed; links that would run something are no links. Pictures are
// left as text: pages load nothing that does not come from this server.
const markdown = new MarkdownIt({ html: false }).disable("image");

// The text stands below the page's own headings, which have the first two levels.
markdown.core.ruler.push("lower_headings", ({ tokens }) => {
  for (const token of tokens) {
    const level = /^h([1-6])$/.exec(token.tag)?.[1];
    if (level !== undefined) token.tag = `h${Math.min(6, Number(level) + 2)}`;
  }
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
