import { Anchor } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { language, languages } from "./language.ts";

/** Chooses the other language, as on the pages of the server, and comes back to this page. */
export function LanguageLink() {
  const { href } = useLocation();
  const other = language === "en" ? "zh-Hans" : "en";
  const query = new URLSearchParams({ lang: other, next: href });
  return (
    <Anchor href={`/language?${query.toString()}`} lang={other} hrefLang={other} size="sm">
      {languages[other]}
    </Anchor>
  );
}
