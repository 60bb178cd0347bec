import { send } from "../../api/client.ts";

/** What the control room asks of a sale. Each throws the problem document where it is refused. */
const params = (saleId: string) => ({ params: { path: { saleId } } });

async function orThrow(asked: Promise<{ readonly error?: unknown }>): Promise<void> {
  const { error } = await asked;
  if (error !== undefined) throw error;
}

export const pauseAdmission = (saleId: string) =>
  orThrow(send.PUT("/api/v1/sales/{saleId}/pause", params(saleId)));

export const resumeAdmission = (saleId: string) =>
  orThrow(send.DELETE("/api/v1/sales/{saleId}/pause", params(saleId)));

export const stopSale = (saleId: string, reason: string) =>
  orThrow(
    send.PUT("/api/v1/sales/{saleId}/ending", {
      ...params(saleId),
      body: reason === "" ? ({} as { reason: string }) : { reason },
    }),
  );

/** @param placesPerMinute null lifts the limit */
export const limitAdmission = (saleId: string, placesPerMinute: number | null) =>
  orThrow(
    send.PUT("/api/v1/sales/{saleId}/admission-limit", {
      ...params(saleId),
      body: { placesPerMinute },
    }),
  );

export const addStock = (saleId: string, variantId: string, units: number) =>
  orThrow(
    send.POST("/api/v1/sales/{saleId}/stock-additions", {
      ...params(saleId),
      body: { variantId, units },
    }),
  );
