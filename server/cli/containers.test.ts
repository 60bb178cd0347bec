import { afterAll, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** The Dockerfile's instructions, each on one line. */
const instructions = read("Dockerfile")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\s*\\\n\s*/g, " ")
  .split("\n")
  .filter((line) => line !== "");

const settings = new Set(
  [...read("server/platform/config.ts").matchAll(/^ {2}([A-Z_]{4,}):/gm)].map(([, name]) => name),
);

interface Service {
  readonly environment: Record<string, string>;
  readonly secrets: string[];
  readonly command?: string;
  readonly read_only?: boolean;
}

const compose = Bun.YAML.parse(read("compose.yaml")) as {
  services: { millet: Service; postgres: Service };
  secrets: Record<string, { file: string }>;
};

test("all that the image copies is there, and let through by .dockerignore", () => {
  const copied = instructions
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
    .flatMap((line) => line.split(" ").slice(1, -1));
  expect(copied).toContain("server");
  const letThrough = [...read(".dockerignore").matchAll(/^!(.+)$/gm)].map(([, path]) => path);
  for (const path of copied) {
    expect({ path, exists: existsSync(join(ROOT, path)) }).toEqual({ path, exists: true });
    expect(letThrough).toContain(path);
  }
  for (const [, path] of instructions.join("\n").matchAll(/"(server\/[^"]+)"/g)) {
    expect(existsSync(join(ROOT, path ?? ""))).toBe(true);
  }
});

test("the image runs as nobody special, with settings that exist", () => {
  const account = instructions.findIndex((line) => /^[A-Z]+ millet$/.test(line));
  const lastStage = instructions.findLastIndex((line) => line.startsWith("FROM "));
  expect(account).toBeGreaterThan(lastStage);
  expect(account).toBeLessThan(instructions.findIndex((line) => line.startsWith("ENTRYPOINT ")));
  const environment = instructions.find((line) => line.startsWith("ENV ")) ?? "";
  const names = [...environment.matchAll(/\b([A-Z_]+)=/g)].map(([, name]) => name ?? "");
  const ofOthers = new Set(["PATH", "BUN_RUNTIME_TRANSPILER_CACHE_PATH"]);
  expect(names.filter((name) => !ofOthers.has(name) && !settings.has(name))).toEqual([]);
});

test("compose.yaml names settings that exist, and its secrets are files", () => {
  const { millet, postgres } = compose.services;
  const names = Object.keys(millet.environment).map((name) => name.replace(/_FILE$/, ""));
  expect(names.filter((name) => !settings.has(name))).toEqual([]);
  for (const { environment, secrets } of [millet, postgres]) {
    for (const [name, value] of Object.entries(environment)) {
      if (!name.endsWith("_FILE")) continue;
      expect(secrets).toContain(value.replace("/run/secrets/", ""));
    }
    for (const secret of secrets) expect(compose.secrets[secret]?.file).toBe(`./secrets/${secret}`);
    expect(
      Object.keys(environment).filter((name) => /PASSWORD$|^SECRET$|^DATABASE_URL$/.test(name)),
    ).toEqual([]);
  }
  expect(millet.read_only).toBe(true);
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    expect(postgres.command).toContain(`-c ${setting}=on`);
  }
  expect(read(".gitignore")).toContain("/secrets/");
});

let status = 200;
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: ({ url }) => new Response(null, { status: url.endsWith("/readyz") ? status : 404 }),
});
afterAll(() => server.stop(true));

async function health(port: number | undefined): Promise<number> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "health.ts")], {
    env: { PATH: process.env["PATH"], HOST: "0.0.0.0", PORT: String(port) },
  });
  return child.exited;
}

test("the health check says whether the server is ready", async () => {
  expect(await health(server.port)).toBe(0);
  status = 503;
  expect(await health(server.port)).toBe(1);
  expect(await health(1)).toBe(1);
});
