/** The two parts of an API key's token: which key it is, and what proves it. */
export interface ApiKeyToken {
  /** The key's id, a UUID. */
  readonly id: string;
  /** 32 random bytes, base64url. */
  readonly secret: string;
}

const FORM =
  /^millet_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/;

/** `millet_<id>_<secret>`: secret scanners and people know by the first word what was leaked. */
export function formatApiKeyToken({ id, secret }: ApiKeyToken): string {
  return `millet_${id.replaceAll("-", "")}_${secret}`;
}

export function parseApiKeyToken(text: string): ApiKeyToken | undefined {
  const parts = FORM.exec(text);
  const secret = parts?.[6];
  if (parts === null || secret === undefined) return undefined;
  return { id: parts.slice(1, 6).join("-"), secret };
}

/** The token in an `Authorization: Bearer …` header (RFC 6750, section 2.1). */
export function bearerTokenOf(authorization: string): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
}

/** Whether a key still counts, and if not, why. */
export function apiKeyState(
  key: { readonly expiresAt: Date | null; readonly revokedAt: Date | null },
  nowMs: number,
): "live" | "revoked" | "expired" {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt.getTime() <= nowMs ? "expired" : "live";
}
