import {
  learnServerTime,
  runCountdowns,
  showLocalTimes,
} from "../../../platform/pages/browser/times.ts";
import { proveForms } from "../../../platform/pages/browser/proof-forms.ts";
import { follow } from "./follow-now.ts";

const { lang } = document.documentElement;
learnServerTime(document.querySelector<HTMLElement>("[data-server-time]")?.dataset["serverTime"]);
showLocalTimes(document, lang);
proveForms();
const line = follow(lang);
runCountdowns(() => line.lookSoon());
