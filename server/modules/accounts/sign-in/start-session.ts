import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * Starts a session for a fan who has proven who they are by other means (the owner's link). It can
 * be called by our own code only: better-auth gives it no path, and our routes forward none.
 */
export const startSession = {
  id: "start-session",
  endpoints: {
    startSession: createAuthEndpoint.serverOnly(
      { method: "POST", body: z.object({ fanId: z.uuid() }), requireHeaders: true },
      async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.fanId);
        if (user === null) throw APIError.fromStatus("NOT_FOUND");
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return context.json({ fanId: user.id });
      },
    ),
  },
} satisfies BetterAuthPlugin;
