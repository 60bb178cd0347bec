import { Anchor } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useBrand } from "./brand.ts";
import { language, languages } from "./language.ts";

/** Chooses another language, as on the pages of the server, and comes back to this page. */
export function LanguageLink() {
  const { href } = useLocation();
  const offered = useBrand().languages.filter((other) => other !== language);
  return offered.map((other) => {
    const query = new URLSearchParams({ lang: other, next: href });
    return (
      <Anchor
        key={other}
        href={`/language?${query.toString()}`}
        lang={other}
        hrefLang={other}
        size="sm"
      >
        {languages[other]}
      </Anchor>
    );
  });
}
