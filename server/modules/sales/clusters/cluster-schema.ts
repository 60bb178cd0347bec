import { z } from "@hono/zod-openapi";
import { INTEGER_MOST, wholeNumber } from "../../../platform/http/whole-numbers.ts";
import { appealSchema, barSchema } from "../answer-schema.ts";
import type { ListedRegistration } from "../queries/list-registrations.ts";
import { claimStates } from "../rules/claim-states.ts";
import { clusterReasons } from "../rules/cluster-scores.ts";
import { instant, limit, plainText, saleParams } from "../schema.ts";
import { registrationStandings } from "../store.ts";
import type { Cluster } from "./cluster-desk.ts";

/** The cursor is the last number of the page before. */
const cursor = wholeNumber(1, INTEGER_MOST).optional();

export const registrationPageQuery = z.strictObject({
  cursor,
  limit,
  search: plainText(200).optional().openapi({
    description: "A number or place, a fan's id, an e-mail address, or a part of a name.",
  }),
  standing: z.enum(registrationStandings).optional(),
  claim: z.enum(claimStates).optional(),
  barred: z.enum(["true"]).optional().openapi({ description: "Only places that are barred now." }),
});

export const registrationParams = saleParams.extend({ number: wholeNumber(1, INTEGER_MOST) });

/** Made by us of a reason, a hash and a number. */
export const clusterParams = saleParams.extend({
  clusterId: z.string().regex(/^[a-z_]{1,40}-[0-9a-f]{1,16}(-\d{1,10})?$/, "is no id of a cluster"),
});

export const clusterMembersQuery = z.strictObject({ cursor, limit });

const registration = z.object({
  number: z.int(),
  place: z.int().nullable(),
  fanId: z.uuid().nullable(),
  fan: z.object({ name: z.string(), email: z.string() }).nullable().openapi({
    description: "Null once the account was erased.",
  }),
  standing: z.enum(registrationStandings),
  registeredAt: instant,
  isBarred: z.boolean(),
  claim: z.enum(claimStates).nullable(),
});

export const registrationPageSchema = z
  .object({ items: z.array(registration), nextCursor: z.string().nullable() })
  .openapi("RegistrationPage");

export const clusterSchema = z
  .object({
    id: z.string(),
    reason: z.enum(clusterReasons).openapi({ description: "By which it was found." }),
    size: z.int(),
    score: z.int().openapi({ description: "0 to 100; it orders the list and decides nothing." }),
    strength: z.enum(["weak", "medium", "strong"]),
    evidence: z.array(
      z.object({
        reason: z.enum(clusterReasons),
        members: z.int(),
        usual: z.number().openapi({ description: "The share that is everybody's, 0 to 1." }),
      }),
    ),
    emailPattern: z.string().nullable(),
    firstAt: instant,
    lastAt: instant,
    timeline: z.array(z.int()).openapi({
      description: "Sign-ups in equal stretches of the time between the first and the last.",
    }),
  })
  .openapi("Cluster");

export const clustersSchema = z
  .object({
    foundAt: instant,
    registrations: z.int(),
    emailsRead: z.int().openapi({ description: "Series of addresses were sought among these." }),
    items: z.array(clusterSchema),
  })
  .openapi("Clusters");

export const registrationDetailSchema = registration
  .extend({
    accountMadeAt: instant.nullable(),
    onSameNetwork: z.int().nullable(),
    withSameBrowser: z.int().nullable(),
    claims: z.array(
      z.object({
        id: z.uuid(),
        state: z.enum(claimStates),
        claimedAt: instant,
        expiresAt: instant.nullable(),
      }),
    ),
    bars: z.array(barSchema.omit({ place: true }).extend({ appeal: appealSchema.nullable() })),
    clusters: z.array(clusterSchema),
  })
  .openapi("RegistrationDetail");

export function presentRegistration(row: ListedRegistration): z.output<typeof registration> {
  const { number, place, fanId, fan, standing, registeredAt, isBarred, claim } = row;
  const at = registeredAt.toISOString();
  return { number, place, fanId, fan, standing, registeredAt: at, isBarred, claim };
}

export function presentCluster(cluster: Cluster): z.output<typeof clusterSchema> {
  const { numbers: _, evidence, timeline, firstAt, lastAt, ...rest } = cluster;
  return {
    ...rest,
    evidence: [...evidence],
    timeline: [...timeline],
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  };
}
