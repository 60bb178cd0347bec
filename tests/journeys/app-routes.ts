import { join } from "node:path";

/**
 * Every address of the web app as its own router knows it, such as `/console/sales/$saleId`. The
 * router is a browser's; what its modules read of a page when they are loaded is held out to them.
 */
export async function listAppRoutes(): Promise<readonly string[]> {
  const page = { documentElement: { lang: "en" }, querySelector: () => null };
  const before = new Map(
    ["document", "window"].map((name) => [name, Reflect.get(globalThis, name)]),
  );
  Object.assign(globalThis, {
    document: page,
    window: { location: { origin: "http://millet.test" } },
  });
  // By a path that is computed, because the types of the app are those of a browser.
  const path = join(import.meta.dir, "../../web/routes/router.ts");
  const loaded = (await import(path)) as {
    createAppRouter(queryClient: unknown): {
      readonly routesByPath: Readonly<Record<string, unknown>>;
    };
  };
  for (const [name, value] of before) {
    if (value === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.assign(globalThis, { [name]: value });
  }
  const paths = Object.keys(loaded.createAppRouter(undefined).routesByPath);
  return [...new Set(paths.map((found) => found.replace(/(?<=.)\/$/, "")))].toSorted();
}
