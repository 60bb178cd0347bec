/** What the site calls itself; the server puts it into the page. */
export const brandName =
  document.querySelector<HTMLMetaElement>("meta[name='application-name']")?.content ?? "Millet";
