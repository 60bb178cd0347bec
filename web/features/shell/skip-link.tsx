import { useTexts } from "../../ui/language.ts";
import { shellTexts } from "./shell-texts.ts";
import classes from "./shell.module.css";

/** The first stop of the keyboard: over the navigation, to what the page is about. */
export function SkipLink() {
  const t = useTexts(shellTexts);
  return (
    <a className={classes["skip"]} href="#main">
      {t("skip")}
    </a>
  );
}
