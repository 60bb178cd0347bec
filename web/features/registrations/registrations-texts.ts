import { defineTexts } from "../../ui/language.ts";
import { english } from "./words-en.ts";
import { chinese } from "./words-zh-hans.ts";

/** Words of a sale's registrations. */
export const registrationsTexts = defineTexts("registrations", english, chinese);
