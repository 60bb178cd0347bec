import { Link, Outlet } from "@tanstack/react-router";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { useTexts } from "../../ui/language.ts";
import { LanguageLink } from "../../ui/language-link.tsx";
import { Gate } from "./gate.tsx";
import { shellTexts } from "./shell-texts.ts";
import classes from "./shell.module.css";
import { SkipLink } from "./skip-link.tsx";

/** The frame of a fan's own pages: the same as around the pages of the server. */
export function FanShell() {
  const t = useTexts(shellTexts);
  return (
    <>
      <SkipLink />
      <header className={classes["site"]}>
        <a className={classes["brand"]} href="/">
          <BrandMark />
        </a>
        <nav className={classes["places"]} aria-label={t("site")}>
          <a href="/orders">{t("orders")}</a>
          <Link to="/me">{t("me")}</Link>
          <LanguageLink />
        </nav>
      </header>
      <main id="main" tabIndex={-1} className={classes["main"]}>
        <Gate audience="fans">{() => <Outlet />}</Gate>
      </main>
      <footer className={classes["foot"]}>
        <a href="/">{t("allSales")}</a>
        <a href="/terms">{t("terms")}</a>
        <a href="/imprint">{t("imprint")}</a>
      </footer>
    </>
  );
}
