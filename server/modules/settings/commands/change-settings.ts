import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { defaultAccents } from "../../../platform/pages/accent-colours.ts";
import type { Actor } from "../../accounts/index.ts";
import { settingsFailures } from "../failures.ts";
import { findDifferences } from "../rules/differences.ts";
import {
  type BrandChoices,
  brandFrom,
  type BrandSettings,
  lockBrand,
  nextVersion,
  type SettingsDeps,
  settingsFrom,
  settingsIn,
} from "../store.ts";

export interface SettingsChange extends BrandChoices {
  /** The version that the change was made for. */
  readonly version: number;
}

/**
 * Sets all but the logo; pages of this server show it when this resolves. What is as before is no
 * change, and has no line in the audit log.
 * @returns `version_conflict` if somebody else was faster
 */
export async function changeSettings(
  deps: SettingsDeps,
  { version, ...chosen }: SettingsChange,
  actor: Actor,
): Promise<Result<BrandSettings>> {
  const { brand, clock, config, database } = deps.platform;
  const changed = await inTransaction(database, async (tx) => {
    const row = await lockBrand(tx);
    if (row.version !== version) {
      const detail = `The settings are at version ${row.version}, the change was made for ${version}.`;
      const extra = { version: row.version };
      return fail(settingsFailures.version_conflict, detail, { extra });
    }
    const before = settingsFrom(row, deps.platform);
    const details = findDifferences(choicesOf(before), choicesOf(chosen));
    if (details === undefined) return ok(before);
    const saved = await settingsIn(tx)
      .updateTable("brand")
      .set({
        // What equals the default stays unset, and follows it.
        name: chosen.name === config.brandName ? null : chosen.name,
        shows_name: chosen.showsName,
        accent_light: chosen.accents.light === defaultAccents.light ? null : chosen.accents.light,
        accent_dark: chosen.accents.dark === defaultAccents.dark ? null : chosen.accents.dark,
        languages: [...chosen.languages],
        default_language: chosen.defaultLanguage,
        currencies: [...chosen.currencies],
        changed_at: new Date(clock.wallMs()),
        version: nextVersion,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const action = { action: "settings.changed", subject: "settings:brand", details };
    await deps.accounts.recordOperatorAction(tx, { ...actor, ...action });
    return ok(settingsFrom(saved, deps.platform));
  });
  if (changed.ok) brand.learn(brandFrom(changed.value));
  return changed;
}

function choicesOf({ accents, ...rest }: BrandChoices): Readonly<Record<string, unknown>> {
  const { name, showsName, languages, defaultLanguage, currencies } = rest;
  const accent = { accentLight: accents.light, accentDark: accents.dark };
  return { name, showsName, ...accent, languages, defaultLanguage, currencies };
}
