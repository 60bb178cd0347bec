import { api, type Schemas } from "../api/client.ts";

export type Permission = NonNullable<Schemas["Me"]["operator"]>["permissions"][number];

/** Who is signed in: a fan, an operator, or both. */
export function useMe() {
  return api.useQuery("get", "/api/v1/me", {}, { staleTime: 30_000 });
}

/** Whether the operator may do this; false while it is not known. */
export function useMay(permission: Permission): boolean {
  return useMe().data?.operator?.permissions.includes(permission) ?? false;
}
