// Loaded before a server's own code: from SIGUSR2 on its wall clock is an hour behind, as after a
// wrong time server's correction. What measures spans of time goes on as on any machine.

const HOUR_MS = 3_600_000;
const RealDate = Date;
let behindMs = 0;

class SetBackDate extends RealDate {
  constructor(...given: []) {
    if (given.length > 0) super(...given);
    else super(RealDate.now() - behindMs);
  }

  static override now(): number {
    return RealDate.now() - behindMs;
  }
}

globalThis.Date = SetBackDate as DateConstructor;
process.on("SIGUSR2", () => {
  behindMs = HOUR_MS;
  console.log("the clock was set back");
});
