import { expect, test } from "bun:test";
import { plainTextOf, renderMarkdown } from "./markdown.ts";

const html = (source: string) => renderMarkdown(source).trim();

test("headings stand below the title of the page, whatever level they begin with", () => {
  expect(html("# Screen\n\nSharp.")).toBe("<h2>Screen</h2>\n<p>Sharp.</p>");
  expect(html("### One\n\n#### Two")).toBe("<h2>One</h2>\n<h3>Two</h3>");
  expect(html("# One\n\n###### Six")).toBe("<h2>One</h2>\n<h6>Six</h6>");
});

test("nothing in a text runs or loads", () => {
  expect(html("<script>alert(1)</script>")).not.toContain("<script");
  expect(html("[x](javascript:alert(1))")).not.toContain("<a");
  expect(html("![x](https://elsewhere.example/x.png)")).not.toContain("<img");
});

test("as plain text it is one line of the asked length", () => {
  expect(plainTextOf("# One\n\nfor **all**\nof us", 100)).toBe("One for all of us");
  expect(plainTextOf("abcdef ghij", 8)).toBe("abcdef…");
});
