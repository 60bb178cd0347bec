import { expect, test } from "bun:test";
import fc from "fast-check";
import { firstRoundAfter, quicknet, roundTimeMs } from "../../server/modules/sales/rules/beacon.ts";
import { findOfferProblems } from "../../server/modules/sales/rules/sale-offer.ts";
import { createSaleBody } from "../../server/modules/sales/schema.ts";
import { toLocal } from "../../web/features/sales/local-times.ts";
import { beaconTimeMs, findFormProblems } from "../../web/features/sales/sale-form-problems.ts";
import { bodyOf, newSaleForm, type SaleForm } from "../../web/features/sales/sale-form.ts";

const VARIANT = "01900000-0000-7000-8000-000000000001";
const nowMs = new Date(2026, 10, 1).getTime();
const around = { nowMs, currenciesOf: () => ["USD", "CNY"] };

const good: SaleForm = {
  ...newSaleForm,
  english: "First round",
  variants: [{ row: 0, variantId: VARIANT, stock: 100, claimLimit: 1 }],
  registrationClosesAt: "2026-12-01 10:00:00",
  opensAt: "2026-12-02 10:00:00",
};

test("a form without problems is what the server takes", () => {
  expect(findFormProblems(good, around)).toEqual({});
  expect(createSaleBody.safeParse(bodyOf(good)).success).toBe(true);
  const full: SaleForm = {
    ...good,
    chinese: "首轮",
    asksForWork: true,
    asksForAge: true,
    asksForPurchase: true,
    asksForDeposit: true,
    depositAmount: "49.90",
    ordersPerAddress: 2,
    marginPercent: 12.5,
  };
  const body = createSaleBody.parse(bodyOf(full));
  expect(body).toMatchObject({
    names: { en: "First round", "zh-Hans": "首轮" },
    holdSeconds: 900,
    admissionMargin: 0.125,
    ordersPerAddress: 2,
    ordersPerInstrument: null,
    eligibility: {
      anyOf: [
        { accountAgeDays: 30 },
        { earlierPurchase: true },
        { deposit: { amountMinor: 4_990, currency: "USD" } },
      ],
    },
  });
});

test("the form and the server agree on whether dates fit together", () => {
  const times = fc.option(fc.integer({ min: 1, max: 240 }), { nil: null });
  fc.assert(
    fc.property(
      fc.record({ a: times, b: times, c: times, d: times }),
      fc.constantFrom<[SaleForm["kind"], SaleForm["drawMode"]]>(
        ["draw", "beacon"],
        ["draw", "beaconless"],
        ["open", "beacon"],
      ),
      ({ a, b, c, d }, [kind, drawMode]) => {
        // Fifteen seconds apart, so that the beacon's round falls between some of them.
        const at = (step: number | null) =>
          step === null ? null : toLocal(new Date(nowMs + step * 15_000).toISOString());
        const form = {
          ...good,
          kind,
          drawMode,
          registrationOpensAt: at(a),
          registrationClosesAt: at(b),
          opensAt: at(c),
          endsAt: at(d),
        };
        const body = bodyOf(form);
        const ms = (iso: string | null) => (iso === null ? null : Date.parse(iso));
        const server = findOfferProblems(
          {
            kind,
            variants: body.variants,
            drawMode: body.drawMode,
            registrationOpensAt: ms(body.registrationOpensAt),
            registrationClosesAt: ms(body.registrationClosesAt),
            opensAt: ms(body.opensAt),
            endsAt: ms(body.endsAt),
          },
          (closesAt) => roundTimeMs(quicknet, firstRoundAfter(quicknet, closesAt)),
        );
        const fields = new Set(server.map(({ field }) => field));
        expect(new Set(Object.keys(findFormProblems(form, around)))).toEqual(fields);
      },
    ),
  );
});

test("the beacon's round is the one that the server binds to", () => {
  fc.assert(
    fc.property(fc.integer({ min: nowMs, max: nowMs + 10 ** 9 }), (ms) => {
      expect(beaconTimeMs(ms)).toBe(roundTimeMs(quicknet, firstRoundAfter(quicknet, ms)));
    }),
  );
});
