/**
 * A simulated fan is a number from 1; everything else follows from it, so that no process has to
 * tell another what it knows of two million fans.
 */
export function fanIdOf(fan: number): string {
  return `00000000-0000-7000-8000-${fan.toString(16).padStart(12, "0")}`;
}

/** What a fan does when the turn has come. */
export type Behaviour = "claims" | "lets-go" | "asks-twice" | "sends-rubbish";

/** Of a hundred fans five let their claim go, five ask again, and two send rubbish first. */
export function behaviourOf(place: number): Behaviour {
  const dice = scatter(place) % 100;
  if (dice < 5) return "lets-go";
  if (dice < 10) return "asks-twice";
  if (dice < 12) return "sends-rubbish";
  return "claims";
}

/** What a fan does with units in hand. */
export type PayingBehaviour = "pays" | "lets-go" | "lets-expire";

/** Of a hundred fans ninety pay, five let go and five do nothing until their hold has ended. */
export function payingBehaviourOf(place: number): PayingBehaviour {
  const dice = scatter(place + 7) % 100;
  if (dice < 5) return "lets-go";
  return dice < 10 ? "lets-expire" : "pays";
}

/** Spreads neighbouring numbers (the finalizer of MurmurHash3). */
export function scatter(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
