import { Link } from "@tanstack/react-router";
import { language, useTexts } from "../../ui/language.ts";
import { nameIn } from "../../ui/names.ts";
import classes from "./calendar.module.css";
import { type Month, type Piece, type Span, weeksOf } from "./calendar-month.ts";
import { dayOf } from "./local-times.ts";
import { salesListTexts } from "./sales-list-texts.ts";
import { useNowMs } from "./use-now.ts";
import { firstDayOfWeek } from "./week-start.ts";

const locale = language === "en" ? "en" : "zh-Hans-CN";
const weekdayName = new Intl.DateTimeFormat(locale, { weekday: "short" });
const longWeekdayName = new Intl.DateTimeFormat(locale, { weekday: "long" });

interface CalendarGridProps {
  readonly month: Month;
  readonly spans: readonly Span[];
}

/** A month as a table: each week's days, and under them what goes on. */
export function CalendarGrid({ month, spans }: CalendarGridProps) {
  const t = useTexts(salesListTexts);
  const weeks = weeksOf(month, firstDayOfWeek(), spans);
  const today = dayOf(new Date(useNowMs()));
  return (
    <table className={classes["grid"]}>
      <thead>
        <tr>
          {weeks[0]?.days.map((day) => (
            <th key={day} scope="col">
              <abbr title={longWeekdayName.format(noon(day))}>{weekdayName.format(noon(day))}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      {weeks.map(({ days, lines }) => (
        <tbody key={days[0]}>
          <tr className={classes["days"]}>
            {days.map((day) => (
              <td
                key={day}
                className={day.startsWith(month) ? undefined : classes["other"]}
                aria-current={day === today ? "date" : undefined}
              >
                <time dateTime={day} className={day === today ? classes["today"] : undefined}>
                  {Number(day.slice(8))}
                </time>
                {day === today && <span className="only-read"> {t("isToday")}</span>}
              </td>
            ))}
          </tr>
          {lines.map((pieces) => (
            <tr key={pieces.map(keyOf).join()}>{cellsOf(pieces)}</tr>
          ))}
          <tr className={classes["rest"]}>
            <td colSpan={7}>{"\u00a0"}</td>
          </tr>
        </tbody>
      ))}
    </table>
  );
}

function cellsOf(pieces: readonly Piece[]) {
  let column = 0;
  return pieces.flatMap((piece) => {
    const gap = piece.column - column;
    column = piece.column + piece.days;
    const cell = (
      <td key={keyOf(piece)} colSpan={piece.days}>
        <SpanLink piece={piece} />
      </td>
    );
    const space = (
      <td key={`before ${keyOf(piece)}`} colSpan={gap}>
        {"\u00a0"}
      </td>
    );
    return gap === 0 ? [cell] : [space, cell];
  });
}

function SpanLink({ piece }: { readonly piece: Piece }) {
  const t = useTexts(salesListTexts);
  const { sale, kind, isOpenEnded } = piece.span;
  const notes = [
    ...(sale.state === "draft" ? [t("draftMark")] : []),
    ...(isOpenEnded && kind === "selling" ? [t("openEnded")] : []),
  ];
  const text = t("span", { kind: t(kind), name: nameIn(sale.names) });
  return (
    <Link
      to="/console/sales/$saleId"
      params={{ saleId: sale.id }}
      className={classes["span"]}
      data-kind={kind}
      data-draft={sale.state === "draft"}
      data-starts={piece.startsHere}
      title={text}
    >
      {text}
      {notes.length > 0 && ` (${notes.join(", ")})`}
    </Link>
  );
}

function keyOf({ span }: Piece): string {
  return `${span.sale.id} ${span.kind}`;
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00`);
}
