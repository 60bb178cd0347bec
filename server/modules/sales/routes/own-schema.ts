import { z } from "@hono/zod-openapi";
import { ownFriendCode } from "../answer-schema.ts";
import { claimStates } from "../rules/claim-states.ts";
import { saleStates } from "../rules/sale-states.ts";
import { instant, translations } from "../schema.ts";

/** Friend codes of all sales together, with what they are for. */
export const ownCodesSchema = z
  .object({
    items: z.array(
      ownFriendCode.extend({
        saleId: z.uuid(),
        saleNames: translations,
        productNames: translations,
        variantNames: translations,
      }),
    ),
  })
  .openapi("OwnCodesOfAllSales");

export const ownRegistrationsSchema = z
  .object({
    items: z.array(
      z
        .object({
          saleId: z.uuid(),
          saleNames: translations,
          kind: z.enum(["draw", "open"]),
          state: z.enum(saleStates),
          registrationClosesAt: instant.nullable(),
          opensAt: instant.nullable(),
          number: z.int(),
          registeredAt: instant,
          standing: z.enum(["entered", "refused"]),
          place: z.int().nullable(),
          placesAhead: z.int().nullable(),
          isBarred: z.boolean(),
          claim: z
            .object({
              id: z.uuid(),
              state: z.enum(claimStates),
              expiresAt: instant.nullable(),
            })
            .nullable(),
        })
        .openapi("OwnRegistration"),
    ),
    nextCursor: z.string().nullable(),
    serverTime: instant.openapi({ description: "By which `expiresAt` is to be counted down." }),
  })
  .openapi("OwnRegistrations");
