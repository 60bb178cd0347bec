/** What a cell may hold. A time is written in ISO 8601, nothing as an empty cell. */
export type CsvCell = string | number | boolean | Date | null | undefined;

export interface CsvFile {
  /** What the browser saves it as; letters, digits, dots and hyphens only. */
  readonly fileName: string;
  /** The first line: one name for each column. */
  readonly columns: readonly string[];
  /** Rows in pages, each read when the client has taken the one before. */
  readonly pages: AsyncIterable<readonly (readonly CsvCell[])[]>;
}

/**
 * Spreadsheets run a text that begins so as a formula, which may send the sheet's content away;
 * some skip spaces before it, and in East Asia the wide forms count too. Source: OWASP, CSV
 * Injection.
 */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** A text with one of these stands in quotes (RFC 4180, section 2). */
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** Spreadsheets take UTF-8 for an old code page unless the file begins with this mark. */
const BYTE_ORDER_MARK = "\ufeff";

/** One line, its end included (RFC 4180). Texts that a spreadsheet would run get an apostrophe. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== "string") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The file as an answer of any length in bounded memory: the next page is read when the client has
 * taken the last one. An error breaks the connection off, so that half a file is not taken for all.
 */
export function csvResponse({ fileName, columns, pages }: CsvFile): Response {
  return new Response(csvStream(columns, pages), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
    },
  });
}

function csvStream(
  columns: CsvFile["columns"],
  pages: CsvFile["pages"],
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const reading = pages[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvLine(columns)));
      },
      async pull(controller) {
        const { done, value } = await reading.next();
        if (done === true) return controller.close();
        controller.enqueue(encoder.encode(value.map(csvLine).join("")));
      },
      async cancel() {
        await reading.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
