import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../tests/support/platform.ts";
import { createSaleSite, good, refusal, type TestFan } from "../../../tests/support/sale.ts";
import { systemClock } from "../../platform/clock.ts";
import { writeFriendCode } from "./rules/friend-codes.ts";

const hands = createManualClock();
// Windows of guessing are waited for on a clock that the test moves on.
const clock = {
  wallMs: () => systemClock.wallMs(),
  monotonicMs: () => systemClock.monotonicMs() + hands.monotonicMs(),
};
const site = await createSaleSite({ platform: { clock } });
const [variantId] = site.variants;
const saleId = await site.openDraw([site.fan()], { variants: [{ variantId, stock: 50 }] });

const codesOf = async (body: object) =>
  good(await site.operate(saleId, "POST", "friend-codes", { variantId, ...body })).body[
    "items"
  ] as { number: number; code: string; grantedTo: string }[];
const redeem = (who: TestFan, code: string) =>
  site.send("POST", `/sales/${saleId}/code-claims`, {
    body: { code },
    headers: { cookie: who.cookie },
  });
/** The same from an address of the test's choice. @returns status and code */
const redeemFrom = async (address: string, who: TestFan, code: string) => {
  const body = JSON.stringify({ code });
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    cookie: who.cookie,
  };
  const answer = await site.app.request(
    `http://millet.test/api/v1/sales/${saleId}/code-claims`,
    { method: "POST", headers, body },
    { server: { requestIP: () => ({ address, family: "IPv6", port: 1 }) } },
  );
  const told = (await answer.json()) as { code?: string };
  return `${answer.status} ${told.code ?? ""}`.trim();
};
const wrongCode = () => writeFriendCode(crypto.getRandomValues(new Uint8Array(19)));

describe("guessing", () => {
  const wrongOnes = async () => {
    const text = await site.platform.metrics.collect();
    const of = (reason: string) =>
      Number(
        new RegExp(`millet_sales_wrong_friend_codes_total\\{reason="${reason}"\\} (\\d+)`).exec(
          text,
        )?.[1] ?? 0,
      );
    return { unknown: of("unknown"), malformed: of("malformed"), tooMany: of("too_many") };
  };

  test("by one fan at speed ends after ten, and the fan may come again later", async () => {
    const [code] = await codesOf({ count: 1 });
    const [guesser, other] = site.fans(2) as [TestFan, TestFan];
    const before = await wrongOnes();
    const guesses = await Promise.all(
      Array.from({ length: 40 }, () => redeem(guesser, wrongCode())),
    );
    const codes = guesses.map(refusal);
    expect(codes.filter((found) => found === "404 code_unknown")).toHaveLength(10);
    expect(codes.filter((found) => found === "429 too_many_codes")).toHaveLength(30);
    const refused = guesses.find(({ status }) => status === 429);
    const retryAfter = Number(refused?.headers.get("retry-after"));
    expect(retryAfter).toBeGreaterThan(590);
    expect(retryAfter).toBeLessThanOrEqual(600);
    const after = await wrongOnes();
    expect(after.unknown - before.unknown).toBe(10);
    expect(after.tooMany - before.tooMany).toBe(30);
    // Nor does the right code help: who guesses cannot tell by it.
    expect(refusal(await redeem(guesser, code?.code ?? ""))).toBe("429 too_many_codes");
    expect((await redeem(other, code?.code ?? "")).status).toBe(201);
    hands.advance(600_000);
    expect(refusal(await redeem(guesser, wrongCode()))).toBe("404 code_unknown");
  });

  test("from one address ends after a hundred, whoever is signed in", async () => {
    hands.advance(600_000);
    const fans = site.fans(21);
    const replies = [];
    for (const guesser of fans) {
      for (let round = 0; round < 5; round += 1) replies.push(await redeem(guesser, wrongCode()));
    }
    const codes = replies.map(refusal);
    expect(codes.slice(0, 100)).toEqual(Array(100).fill("404 code_unknown"));
    expect(codes.slice(100)).toEqual(Array(5).fill("429 too_many_codes"));
    hands.advance(600_000);
  });

  test("from one IPv6 network ends after a hundred, however its addresses are spelled", async () => {
    const spellings = ["2001:db8::1:0:0:1", "2001:db8:0:0:1::1", "2001:db8::7", "2001:DB8:0:0::"];
    const answers: string[] = [];
    for (const guesser of site.fans(26)) {
      for (const address of spellings) {
        answers.push(await redeemFrom(address, guesser, wrongCode()));
      }
    }
    expect(answers.slice(0, 100)).toEqual(Array(100).fill("404 code_unknown"));
    expect(answers.slice(100)).toEqual(Array(4).fill("429 too_many_codes"));
  });

  test("beyond a fan's own limit takes nothing from those who share the address", async () => {
    const [code] = await codesOf({ count: 1 });
    const [guesser, neighbour] = site.fans(2) as [TestFan, TestFan];
    const address = "198.51.100.7";
    const answers: string[] = [];
    for (let round = 0; round < 120; round += 1) {
      answers.push(await redeemFrom(address, guesser, wrongCode()));
    }
    expect(answers.filter((answer) => answer === "429 too_many_codes")).toHaveLength(110);
    expect(await redeemFrom(address, neighbour, wrongCode())).toBe("404 code_unknown");
    expect(await redeemFrom(address, neighbour, code?.code ?? "")).toBe("201");
  });

  test("by others at the same address takes nothing from a fan's own limit", async () => {
    const address = "198.51.100.8";
    for (const guesser of site.fans(10)) {
      for (let round = 0; round < 10; round += 1) {
        await redeemFrom(address, guesser, wrongCode());
      }
    }
    const fan = site.fan();
    for (let round = 0; round < 15; round += 1) {
      expect(await redeemFrom(address, fan, wrongCode())).toBe("429 too_many_codes");
    }
    expect(await redeemFrom("198.51.100.9", fan, wrongCode())).toBe("404 code_unknown");
  });

  test("is not what a right code is, however often it is asked for", async () => {
    const [code] = await codesOf({ count: 1 });
    const friend = site.fan();
    for (let round = 0; round < 15; round += 1) {
      expect((await redeem(friend, code?.code ?? "")).status).toBe(round === 0 ? 201 : 200);
    }
  });
});
