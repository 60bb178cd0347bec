import type { Visitor } from "./browser.ts";

/** An authenticator inside a browser that agrees to everything, as a phone does after a touch. */
export interface VirtualAuthenticator {
  countPasskeys(): Promise<number>;
}

/** Puts it into a visitor's page, through the Chrome DevTools Protocol's domain WebAuthn. */
export async function addAuthenticator({ context, page }: Visitor): Promise<VirtualAuthenticator> {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async countPasskeys() {
      const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
      return credentials.length;
    },
  };
}
