/** Whether an API key may still be used, and if not, why. */
export function keyStateOf(
  key: { readonly revokedAt: string | null; readonly expiresAt: string | null },
  nowMs: number,
): "valid" | "expired" | "revoked" {
  if (key.revokedAt !== null) return "revoked";
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= nowMs) return "expired";
  return "valid";
}
