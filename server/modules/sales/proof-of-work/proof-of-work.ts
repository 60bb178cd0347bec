import { createChallenge, randomInt, verifySolution, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import { z } from "@hono/zod-openapi";
import type { Clock } from "../../../platform/clock.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Keys } from "../../../platform/keys.ts";
import { salesFailures } from "../failures.ts";

/** Long enough for an old phone and somebody who reads; afterwards a new one is asked for. */
const EXPIRES_AFTER_SECONDS = 600;

/** A solved challenge has about 700 characters. */
const PROOF_CHARACTERS_MOST = 2_000;

const hex = z.string().regex(/^[0-9a-f]{1,128}$/);

/** What a solver sends back: the challenge as it came, and its solution. */
const proofSchema = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal("SHA-256"),
      cost: z.literal(1),
      data: z.object({ fan: z.string(), most: z.number(), sale: z.string() }),
      expiresAt: z.number(),
      keyLength: z.literal(32),
      keyPrefix: hex,
      keySignature: hex,
      nonce: hex,
      salt: hex,
    }),
    signature: hex,
  }),
  solution: z.object({ counter: z.number(), derivedKey: hex }),
});

/**
 * Challenges of ALTCHA (its proof of work, version 2) that a browser solves before it registers.
 * Nothing is stored: a challenge is signed, names its sale and its fan, and expires. Sending a
 * solution again gains nothing, because the fan that it names has one registration in the sale.
 * The number to be found is chosen beforehand, evenly up to the difficulty, so that no browser
 * tries more often than that, and checking takes two HMACs however hard it was.
 */
export class ProofOfWork {
  private readonly clock: Clock;
  private readonly secrets: {
    readonly hmacSignatureSecret: string;
    readonly hmacKeySignatureSecret: string;
  };

  constructor(keys: Keys, clock: Clock) {
    this.clock = clock;
    this.secrets = {
      hmacSignatureSecret: keys.derive("proof-of-work:challenge").toString("hex"),
      hmacKeySignatureSecret: keys.derive("proof-of-work:solution").toString("hex"),
    };
  }

  /** @param difficulty how many hashes it takes at most; half as many on average */
  async challenge(saleId: string, fanId: string, difficulty: number): Promise<Challenge> {
    return createChallenge({
      algorithm: "SHA-256",
      cost: 1,
      counter: randomInt(difficulty - 1, 0),
      deriveKey,
      data: { sale: saleId, fan: fanId, most: difficulty },
      expiresAt: Math.floor(this.clock.wallMs() / 1000) + EXPIRES_AFTER_SECONDS,
      ...this.secrets,
    });
  }

  /**
   * @param proof JSON of challenge and solution, in base64
   * Failures: proof_of_work_needed, proof_of_work_invalid, proof_of_work_expired.
   */
  async check(proof: string | undefined, saleId: string, fanId: string): Promise<Result<void>> {
    if (proof === undefined || proof === "") {
      const detail = "Solve the sale's registration challenge, or register by a mailed link.";
      return fail(salesFailures.proof_of_work_needed, detail);
    }
    const read = readProof(proof);
    if (read === undefined) return invalid("It has not the form of a solved challenge.");
    const { challenge, solution } = read;
    const result = await verifySolution({ challenge, solution, deriveKey, ...this.secrets });
    if (result.expired || challenge.parameters.expiresAt * 1000 <= this.clock.wallMs()) {
      return fail(salesFailures.proof_of_work_expired, "Ask for a new one.");
    }
    if (!result.verified) return invalid("Its signature or its solution is wrong.");
    const { sale, fan } = challenge.parameters.data;
    if (sale !== saleId || fan !== fanId) return invalid("It is of another sale or another fan.");
    return ok(undefined);
  }
}

function readProof(proof: string): z.output<typeof proofSchema> | undefined {
  if (proof.length > PROOF_CHARACTERS_MOST) return undefined;
  try {
    return proofSchema.safeParse(JSON.parse(Buffer.from(proof, "base64").toString("utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function invalid(detail: string): Result<never> {
  return fail(salesFailures.proof_of_work_invalid, detail);
}
