import { typescriptFiles, type Rule, type SourceFile, type Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";
import { checkEach, type Allowed } from "./allowed.ts";
import { wordsOf } from "./names.ts";

const IN_NAMES = /^(?:user|customer)s?$/;
const IN_TEXT = /(?<![\w-])(?:user|customer)(?:s|_\w+)?(?![\w-])/i;

/** Names that others have made, for something else. */
const OTHERS_NAMES = new Set(["useragent", "userinfo"]);

/** Files that speak to software which uses the other word, with the reason. */
const ALLOWED: Allowed = {
  "server/platform/database/embedded-postgres*":
    "PostgreSQL and the operating system have this word for an account of theirs.",
  "server/modules/accounts/sessions/*": "The sign-in library has this word for an account.",
  "server/modules/accounts/sign-in/*": "The sign-in library has this word for an account.",
  "tests/support/browser*": "WebAuthn and the DevTools have this word for who holds a passkey.",
};

export const fanWords: Rule = {
  name: "fan-words",
  promise: "a fan is called a fan in names, texts and SQL",
  check: (project) => checkEach(typescriptFiles(project), ALLOWED, otherWords),
};

function otherWords(file: SourceFile): Violation[] {
  const syntax = syntaxOf(file);
  const lines = new Map<number, string>();
  const look = (name: string, start: number) => {
    if (isOthersName(name)) return;
    if (wordsOf(name).some((word) => IN_NAMES.test(word))) lines.set(syntax.lineOf(start), name);
  };
  syntax.visit({
    Identifier: (node) => look(node.name, node.start),
    JSXText(node) {
      const word = IN_TEXT.exec(node.value)?.[0];
      if (word !== undefined) lines.set(syntax.lineOf(node.start), word);
    },
  });
  for (const { text, line } of syntax.literals) {
    const word = IN_TEXT.exec(text)?.[0];
    if (word !== undefined && !isOthersName(word)) lines.set(line, word);
  }
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([line, word]) => ({ path: file.path, line, message: `"${word}": say fan or operator` }));
}

function isOthersName(name: string): boolean {
  return OTHERS_NAMES.has(name.replaceAll(/[_-]/g, "").toLowerCase());
}
