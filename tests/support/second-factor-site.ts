import { expect } from "bun:test";
import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import { cliOperator, createAccounts } from "../../server/modules/accounts/index.ts";
import type { Database } from "../../server/platform/database/database.ts";
import { testConfig, testPlatform } from "./platform.ts";
import { createTestSite, type SignedInFan, signUpFan, type TestBrowser } from "./test-browser.ts";

export const SECOND_FACTOR = "/api/v1/me/second-factor";

/** The app on an operator's phone: the code of now, or of so many steps later. */
export type TestApp = (steps?: number) => Promise<string>;

/**
 * A site that asks operators for a second factor, with a clock that tests move; it begins now,
 * because the sign-in library has a clock of its own. Call it at the top level of the test file.
 */
export function createSecondFactorSite(database: Database) {
  const clock = {
    movedMs: 0,
    wallMs: () => Date.now() + clock.movedMs,
    monotonicMs: () => performance.now() + clock.movedMs,
  };
  const config = testConfig({ REQUIRE_SECOND_FACTOR: "on" });
  const platform = testPlatform(database, { clock, config });
  const accounts = createAccounts(platform);
  const site = createTestSite(platform, accounts.mounts);
  const actor = { operator: cliOperator };

  /** @param typedSecret in base32, as it is typed into an app */
  function appWith(typedSecret: string): TestApp {
    const otp = createOTP(new TextDecoder().decode(base32.decode(typedSecret)));
    return (steps = 0) => otp.hotp(Math.floor(clock.wallMs() / 30_000) + steps);
  }

  return {
    accounts,
    actor,
    clock,
    config,
    site,
    appWith,

    newOwner: async (name = "Olga"): Promise<SignedInFan> => {
      const fan = await signUpFan(site, name);
      await accounts.appointOperator({ email: fan.email, role: "owner" }, actor);
      return fan;
    },

    /** Another session of the same account, by the password alone. */
    signInAgain: async ({ email }: SignedInFan): Promise<TestBrowser> => {
      const browser = site.openBrowser();
      await browser.post("/api/v1/auth/sign-in/email", { email, password: "correct horse" });
      return browser;
    },

    /** Sets up an app in this session, which is proven then. */
    setUp: async (browser: TestBrowser) => {
      const begun = await browser.post(`${SECOND_FACTOR}/enrolments`);
      const { secret } = (await begun.json()) as { secret: string };
      const app = appWith(secret);
      const confirmed = await browser.post(`${SECOND_FACTOR}/confirmations`, { code: await app() });
      expect(confirmed.status).toBe(200);
      const { backupCodes } = (await confirmed.json()) as { backupCodes: string[] };
      return { app, backupCodes };
    },

    enter: (browser: TestBrowser, code: string) =>
      browser.post(`${SECOND_FACTOR}/proofs`, { code }),

    /** The status of what an owner asks for as an owner. */
    mayAct: async (browser: TestBrowser) => (await browser.get("/api/v1/audit-log")).status,
  };
}

/** A code that the app does not show in these minutes. */
export async function wrongCodeFor(app: TestApp): Promise<string> {
  const shown = await Promise.all([-1, 0, 1].map((step) => app(step)));
  return ["000000", "111111", "222222", "333333"].find((code) => !shown.includes(code)) ?? "";
}

export async function problemOf(response: Response): Promise<string> {
  const { status, code } = (await response.json()) as { status: number; code: string };
  expect(response.status).toBe(status);
  return `${status} ${code}`;
}
