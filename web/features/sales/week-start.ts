import { language } from "../../ui/language.ts";

interface WeekInfo {
  readonly firstDay: number;
}

/** Newer browsers have the method, older ones the property, and some neither. */
type LocaleWithWeek = Intl.Locale & {
  readonly getWeekInfo?: () => WeekInfo;
  readonly weekInfo?: WeekInfo;
};

const MONDAY = 1;

/**
 * With which day weeks begin for this reader: 0 is Sunday, 1 Monday. The region of the browser's
 * own language decides where that is the page's: Sunday for `en-US`, Monday for `en-GB`.
 */
export function firstDayOfWeek(): 0 | 1 | 6 {
  const own = navigator.languages.find((each) => each.split("-")[0] === language.split("-")[0]);
  const locale: LocaleWithWeek = new Intl.Locale(own ?? language);
  const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? MONDAY;
  return first === 7 ? 0 : first === 6 ? 6 : MONDAY;
}
