import {
  learnServerTime,
  runCountdowns,
  showLocalTimes,
} from "../../../platform/pages/browser/times.ts";

const { lang } = document.documentElement;
const marker = document.querySelector<HTMLElement>("[data-server-time]");
learnServerTime(marker?.dataset["serverTime"]);
showLocalTimes(document, lang);
// Not everybody asks in the same second.
runCountdowns(() => setTimeout(() => location.reload(), 1_000 + Math.random() * 2_000));
const seconds = Number(marker?.dataset["reloadSeconds"] ?? 0);
if (seconds > 0) setTimeout(() => location.reload(), seconds * 1000);
