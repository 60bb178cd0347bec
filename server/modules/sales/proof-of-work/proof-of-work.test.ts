import { beforeAll, describe, expect, test } from "bun:test";
import { createChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import { expectRefusal } from "../../../../tests/support/refusals.ts";
import { createManualClock } from "../../../../tests/support/platform.ts";
import { createSaleSite, good, type TestFan } from "../../../../tests/support/sale.ts";
import { createKeys } from "../../../platform/keys.ts";
import { solveChallenge, type Challenge } from "../../../platform/pages/browser/solve-challenge.ts";
import { ProofOfWork } from "./proof-of-work.ts";

const site = await createSaleSite();
const DIFFICULTY = 2_000;

interface SignedChallenge extends Challenge {
  readonly parameters: Challenge["parameters"] & Record<string, unknown>;
  readonly signature: string;
}

let saleId = "";
let otherSaleId = "";
let fan: TestFan;

beforeAll(async () => {
  const terms = { proofOfWork: { difficulty: DIFFICULTY } };
  saleId = await site.publish(terms);
  otherSaleId = await site.publish(terms);
  fan = site.fan();
});

async function challengeFor(asking = fan, sale = saleId): Promise<SignedChallenge> {
  const { body } = good(await site.ask(sale, asking, "GET", "registration-challenge"));
  return body as unknown as SignedChallenge;
}

const encode = (proof: unknown) => Buffer.from(JSON.stringify(proof)).toString("base64");

async function proofOf(challenge: SignedChallenge): Promise<string> {
  return encode({ challenge, solution: await solveChallenge(challenge) });
}

function register(proof: string | undefined, asking = fan, sale = saleId) {
  const headers: Record<string, string> = { cookie: asking.cookie };
  if (proof !== undefined) headers["millet-proof-of-work"] = proof;
  return { method: "POST", path: `/sales/${sale}/registrations`, headers };
}

describe("a sale with proof of work", () => {
  test("says so, and registers who has solved its challenge, once however often it is sent", async () => {
    const { body } = await site.send("GET", `/sales/${saleId}`);
    expect(body["proofOfWork"]).toEqual({ difficulty: DIFFICULTY });
    const proof = await proofOf(await challengeFor());
    const { headers, path } = register(proof);
    const first = await site.send("POST", path, { headers });
    const again = await site.send("POST", path, { headers });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
  });

  test("gives challenges that nobody keeps, each another one, bound to fan and sale", async () => {
    const reply = good(await site.ask(saleId, fan, "GET", "registration-challenge"));
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const challenge = reply.body as unknown as SignedChallenge;
    expect(challenge.parameters.data).toEqual({
      sale: saleId,
      fan: fan.id,
      most: DIFFICULTY,
    } as never);
    expect((await challengeFor()).parameters.nonce).not.toBe(challenge.parameters.nonce);
    await expectRefusal(
      site,
      { method: "GET", path: `/sales/${saleId}/registration-challenge` },
      "401 sign_in_needed",
    );
  });

  test("refuses who brings no proof, or one of another fan or another sale", async () => {
    await expectRefusal(site, register(undefined), "403 proof_of_work_needed");
    await expectRefusal(site, register(""), "403 proof_of_work_needed");
    const other = site.fan();
    const theirs = await proofOf(await challengeFor(other));
    await expectRefusal(site, register(theirs), "403 proof_of_work_invalid");
    const elsewhere = await proofOf(await challengeFor(fan, otherSaleId));
    await expectRefusal(site, register(elsewhere), "403 proof_of_work_invalid");
  });

  test("refuses proofs that are forged, guessed or of another form", async () => {
    const challenge = await challengeFor();
    const solution = await solveChallenge(challenge);
    const { parameters } = challenge;
    const easier = { ...parameters, keyPrefix: parameters.keyPrefix.slice(0, 2) };
    const own = await createChallenge({
      algorithm: "SHA-256",
      cost: 1,
      counter: 1,
      deriveKey,
      data: { sale: saleId, fan: fan.id, most: DIFFICULTY },
      expiresAt: Math.floor(Date.now() / 1000) + 600,
      hmacSignatureSecret: "a guess",
      hmacKeySignatureSecret: "a guess",
    });
    const forged: readonly unknown[] = [
      null,
      [],
      "text",
      {},
      { challenge },
      { solution },
      { challenge: { ...challenge, signature: "" }, solution },
      { challenge: { ...challenge, signature: "00".repeat(32) }, solution },
      { challenge: { parameters }, solution },
      { challenge: { ...challenge, parameters: easier }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, expiresAt: 4e9 } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, expiresAt: null } }, solution },
      {
        challenge: { ...challenge, parameters: { ...parameters, data: { most: 1 } } },
        solution,
      },
      { challenge, solution: { counter: 0, derivedKey: "00".repeat(32) } },
      {
        challenge,
        solution: { counter: 0, derivedKey: `${parameters.keyPrefix}${"0".repeat(32)}` },
      },
      { challenge, solution: { ...solution, derivedKey: "" } },
      { challenge, solution: { ...solution, derivedKey: [] } },
      { challenge: own, solution: await solveChallenge(own as unknown as Challenge) },
    ];
    for (const proof of forged) {
      await expectRefusal(site, register(encode(proof)), "403 proof_of_work_invalid");
    }
    for (const text of ["{", "e30", "%%%", "A".repeat(1_999), "A".repeat(2_001)]) {
      await expectRefusal(site, register(text), "403 proof_of_work_invalid");
    }
  });
});

describe("a challenge", () => {
  test("is refused once it has expired, and one that has not is taken", async () => {
    const keys = createKeys("a secret of 32 characters or more, for tests");
    const clock = createManualClock(Date.now());
    const work = new ProofOfWork(keys, clock);
    const challenge = await work.challenge(saleId, fan.id, 1_000);
    const proof = await proofOf(challenge as unknown as SignedChallenge);
    expect((await work.check(proof, saleId, fan.id)).ok).toBe(true);
    clock.advance(600_000);
    const late = await work.check(proof, saleId, fan.id);
    expect(late.ok ? "none" : late.failure.kind.code).toBe("proof_of_work_expired");
  });

  test("is not needed where a sale does without: the route says so, and a header is not read", async () => {
    const plain = await site.publish();
    const reply = await site.ask(plain, fan, "GET", "registration-challenge");
    expect([reply.status, reply.body]).toEqual([204, {} as never]);
    const { headers, path } = register("nonsense", fan, plain);
    expect((await site.send("POST", path, { headers })).status).toBe(201);
  });

  test("is not given for a draft", async () => {
    const draft = await site.draft({ proofOfWork: { difficulty: DIFFICULTY } });
    const { cookie } = fan;
    const path = `/sales/${draft}/registration-challenge`;
    const ask = { method: "GET", path, headers: { cookie } };
    await expectRefusal(site, ask, "409 registration_not_open");
    await expectRefusal(site, register(undefined, fan, draft), "409 registration_not_open");
  });
});

test.each([
  [{ difficulty: 0 }],
  [{ difficulty: 999 }],
  [{ difficulty: 10_000_001 }],
  [{ difficulty: 1_500.5 }],
  [{ difficulty: "5000" }],
  [{}],
  [{ difficulty: 5_000, algorithm: "SHA-1" }],
  [true],
])("a sale is not made with the proof of work %j", async (proofOfWork) => {
  const body = {
    kind: "draw",
    names: { en: "First round" },
    drawMode: "beaconless",
    variants: [{ variantId: site.variants[0], stock: 2 }],
    proofOfWork,
  };
  const make = { method: "POST", path: "/sales", headers: { authorization: site.owner }, body };
  await expectRefusal(site, make, "422 invalid_request");
});
