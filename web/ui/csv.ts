/** What a cell of a table may hold. */
export type CsvCell = string | number | null;

/**
 * Spreadsheets run a text that begins so as a formula, as in the tables that the server writes.
 * Source: OWASP, CSV Injection.
 */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** A whole table (RFC 4180) with the mark that makes spreadsheets read UTF-8. */
export function csvText(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [columns, ...rows].map((cells) => `${cells.map(csvCell).join(",")}\r\n`);
  return `\ufeff${lines.join("")}`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
