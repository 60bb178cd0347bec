import type { CsvCell } from "../../../platform/csv.ts";
import type { VariantId } from "../../catalogue/index.ts";
import type { OrdersContext } from "../orders-context.ts";
import type { OrderState } from "../rules/order-states.ts";
import type { Order } from "./find-order.ts";
import { listOrdersOfSale } from "./list-orders.ts";

const PAGE = 1_000;

/** What a row shows beside the order itself. */
interface Beside {
  /** Such as `1 × SISKIN-ONE-16`. */
  readonly items: string;
  readonly email: string | undefined;
}

const COLUMNS: Readonly<Record<string, (order: Order, beside: Beside) => CsvCell>> = {
  orderId: ({ id }) => id,
  state: ({ state }) => state,
  place: ({ place }) => place,
  claimedAt: ({ claimedAt }) => claimedAt,
  paidAt: ({ paidAt }) => paidAt,
  items: (_, { items }) => items,
  currency: ({ payment }) => payment?.currency,
  amountMinor: ({ payment }) => payment?.amountMinor,
  refundedMinor: ({ payment }) => payment?.refundedMinor,
  paymentId: ({ payment }) => payment?.id,
  paymentState: ({ payment }) => payment?.state,
  fanId: ({ fanId }) => fanId,
  email: (_, { email }) => email,
  name: ({ payment }) => payment?.delivery?.name,
  line1: ({ payment }) => payment?.delivery?.line1,
  line2: ({ payment }) => payment?.delivery?.line2,
  city: ({ payment }) => payment?.delivery?.city,
  region: ({ payment }) => payment?.delivery?.region,
  postalCode: ({ payment }) => payment?.delivery?.postalCode,
  country: ({ payment }) => payment?.delivery?.country,
  phone: ({ payment }) => payment?.delivery?.phone,
  termsVersion: ({ payment }) => payment?.termsVersion,
  marketingConsent: ({ payment }) => payment?.marketingConsent,
  isTest: ({ payment }) => payment && payment.provider === "test",
};

export const EXPORT_COLUMNS = Object.keys(COLUMNS);

/** All orders of a sale, or those in one state, as pages of rows in the order of the columns. */
export async function* listExportRows(
  context: OrdersContext,
  saleId: string,
  state: OrderState | undefined,
): AsyncGenerator<readonly (readonly CsvCell[])[]> {
  const sale = await context.offers.find(saleId);
  const variantIds = sale?.variants.map(({ variantId }) => variantId as VariantId) ?? [];
  const variants = await context.catalogue.findVariants(variantIds);
  const skus = new Map<string, string>(variants.map(({ id, sku }) => [id, sku]));
  const cells = Object.values(COLUMNS);
  let after: string | undefined;
  for (;;) {
    const page = { after, state, limit: PAGE };
    const orders = await listOrdersOfSale(context.platform.database, saleId, page);
    const fanIds = orders.flatMap(({ fanId }) => (fanId === null ? [] : [fanId]));
    const fans = await context.accounts.findFans(fanIds);
    yield orders.map((order) => {
      const items = itemsOf(order, skus);
      const email = fans.get(order.fanId ?? "")?.email;
      return cells.map((cell) => cell(order, { items, email }));
    });
    after = orders.at(-1)?.id;
    if (orders.length < PAGE) return;
  }
}

function itemsOf({ lines }: Order, skus: ReadonlyMap<string, string>): string {
  return lines
    .map(({ variantId, quantity }) => `${quantity} × ${skus.get(variantId) ?? variantId}`)
    .join("; ");
}
