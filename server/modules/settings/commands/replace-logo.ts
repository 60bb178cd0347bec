import { createHash } from "node:crypto";
import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { readPicture } from "../../../platform/pictures/read-picture.ts";
import type { Actor } from "../../accounts/index.ts";
import { settingsFailures as failures } from "../failures.ts";
import { LOGO_LIMITS } from "../rules/logo.ts";
import {
  brandFrom,
  type BrandSettings,
  lockBrand,
  type Logo,
  logoFile,
  nextVersion,
  type SettingsDeps,
  settingsFrom,
  settingsIn,
} from "../store.ts";

const { sideMin, sideMax } = LOGO_LIMITS;

const problems = {
  unknown_format: fail(
    failures.logo_format_unknown,
    "Send a PNG, JPEG or WebP; an SVG is not taken.",
  ),
  damaged: fail(failures.logo_damaged, "The file does not end where its format says that it ends."),
  wrong_size: fail(
    failures.logo_size_wrong,
    `Each side must have ${sideMin} to ${sideMax} pixels; at most 8 times as wide, or twice as high.`,
  ),
  moves: fail(failures.logo_moves, "An animated picture would never rest on any page."),
} as const;

/**
 * Takes a picture as the logo. The file is written before the row names it, and the old one is
 * removed after nothing names it any more.
 * @returns why the bytes are no logo
 */
export async function replaceLogo(
  deps: SettingsDeps,
  bytes: Uint8Array,
  actor: Actor,
): Promise<Result<BrandSettings>> {
  const read = readPicture(bytes, LOGO_LIMITS);
  if (typeof read === "string") return problems[read];
  const digest = createHash("sha256").update(bytes).digest("hex");
  const logo = { digest, ...read, sizeBytes: bytes.byteLength };
  const write = () => deps.platform.files.write(logoFile(digest), bytes);
  return ok(await setLogo(deps, { logo, action: "settings.logo_replaced" }, actor, write));
}

/** Takes the logo away, if there is one. */
export async function removeLogo(deps: SettingsDeps, actor: Actor): Promise<BrandSettings> {
  return setLogo(deps, { logo: null, action: "settings.logo_removed" }, actor);
}

async function setLogo(
  deps: SettingsDeps,
  { logo, action }: { readonly logo: Logo | null; readonly action: string },
  actor: Actor,
  write?: () => Promise<void>,
): Promise<BrandSettings> {
  const { brand, clock, database } = deps.platform;
  const { settings, before } = await inTransaction(database, async (tx) => {
    const row = await lockBrand(tx);
    // Again even if it is the same: a file that was lost comes back this way.
    await write?.();
    if (row.logo?.digest === logo?.digest) {
      return { settings: settingsFrom(row, deps.platform), before: undefined };
    }
    const changed = await settingsIn(tx)
      .updateTable("brand")
      .set({
        logo: logo === null ? null : JSON.stringify(logo),
        changed_at: new Date(clock.wallMs()),
        version: nextVersion,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const entry = { action, subject: "settings:brand" };
    const change = { before: { logo: row.logo }, after: { logo } };
    await deps.accounts.recordOperatorAction(tx, { ...actor, ...entry, details: change });
    return { settings: settingsFrom(changed, deps.platform), before: row.logo };
  });
  brand.learn(brandFrom(settings));
  if (before) await inTransaction(database, (tx) => removeUnnamed(deps, tx, before.digest));
  return settings;
}

/** Behind the row's lock: another operator may have chosen the same picture again meanwhile. */
async function removeUnnamed({ platform }: SettingsDeps, tx: Tx, digest: string): Promise<void> {
  const { logo } = await lockBrand(tx);
  if (logo?.digest !== digest) await platform.files.remove(logoFile(digest));
}
