/** A string that names one kind of thing; ids of different kinds do not mix. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

/** A new time-ordered id (UUID version 7, RFC 9562). */
export function newId<Kind extends string>(): Id<Kind> {
  return Bun.randomUUIDv7() as Id<Kind>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in its canonical lower-case form. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
