import { expect, test } from "bun:test";
import { defaultBrand, KnownBrand } from "../brand.ts";
import { cookieOf, pageLanguage } from "./language.ts";
import { viewPage } from "./page-view.ts";

const both = defaultBrand({ brandName: "Siskin" });

const cases: readonly [
  title: string,
  url: string,
  headers: Record<string, string>,
  expected: string,
][] = [
  [
    "the address decides",
    "/?lang=zh-Hans",
    { cookie: "lang=en", "accept-language": "en" },
    "zh-Hans address",
  ],
  ["then what was chosen before", "/", { cookie: "a=b; lang=zh-Hans" }, "zh-Hans cookie"],
  ["then the browser", "/?lang=tlh", { "accept-language": "zh-TW,en;q=0.5" }, "zh-Hans browser"],
  ["then the fan's account", "/", { cookie: "lang=klingon" }, "zh-Hans fan"],
];

for (const [title, url, headers, expected] of cases) {
  test(`of the languages that may be meant, ${title}`, () => {
    const found = pageLanguage(
      new URL(url, "http://a.test"),
      new Headers(headers),
      both,
      "zh-Hans",
    );
    expect(`${found.locale} ${found.from}`).toBe(expected);
  });
}

test("English is spoken to who says nothing", () => {
  expect(pageLanguage(new URL("http://a.test/"), new Headers(), both).locale).toBe("en");
});

test("a language that the site does not offer is spoken to nobody, however it is asked for", () => {
  const chinese = { languages: ["zh-Hans"], defaultLanguage: "zh-Hans" } as const;
  const headers = new Headers({ cookie: "lang=en", "accept-language": "en" });
  const found = pageLanguage(new URL("http://a.test/?lang=en"), headers, chinese, "en");
  expect(found).toEqual({ locale: "zh-Hans", from: "browser" });
});

test("a cookie is found by its whole name, with all of its value", () => {
  const headers = new Headers({ cookie: "xlang=1; lang=a=b; lang2=3" });
  expect(cookieOf(headers, "lang")).toBe("a=b");
  expect(cookieOf(headers, "ang")).toBeUndefined();
});

test("links keep a language that stands in the address, and only that", () => {
  const brand = new KnownBrand(defaultBrand({ brandName: "Siskin" }));
  const at = (path: string) =>
    viewPage({ url: `http://a.test${path}`, headers: new Headers() }, brand);
  expect(at("/").link("/orders")).toBe("/orders");
  const view = at("/sales/7?refresh=off&lang=zh-Hans");
  expect(view.link("/orders?before=1#top")).toBe("/orders?before=1&lang=zh-Hans#top");
  expect(view.path).toBe("/sales/7?refresh=off");
  expect(view.isStill).toBe(true);
  expect(view.switchTo("en")).toBe("/language?lang=en&next=%2Fsales%2F7%3Frefresh%3Doff");
});
