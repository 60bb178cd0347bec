const times = { createdAt: "created_at", updatedAt: "updated_at" };

/** better-auth's models under Millet's names, as server/migrations/0002-accounts.ts makes them. */
export const models = {
  user: {
    modelName: "fans",
    fields: { emailVerified: "email_verified", ...times },
    additionalFields: { locale: { type: "string", required: false } },
  },
  session: {
    modelName: "sessions",
    fields: {
      userId: "fan_id",
      expiresAt: "expires_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
      ...times,
    },
  },
  account: {
    modelName: "sign_in_methods",
    fields: {
      userId: "fan_id",
      accountId: "account_id",
      providerId: "provider_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      ...times,
    },
  },
  verification: {
    modelName: "verifications",
    fields: { expiresAt: "expires_at", ...times },
  },
} as const;

/** The passkey plugin's model, as server/migrations/0006-accounts-data.ts makes it. */
export const passkeyModel = {
  passkey: {
    modelName: "passkeys",
    fields: {
      publicKey: "public_key",
      userId: "fan_id",
      credentialID: "credential_id",
      deviceType: "device_type",
      backedUp: "backed_up",
      createdAt: "created_at",
    },
  },
} as const;
