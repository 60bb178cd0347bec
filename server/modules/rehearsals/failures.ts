import { defineFailures } from "../../platform/failure.ts";

export const rehearsalFailures = defineFailures({
  rehearsal_not_found: { status: 404, title: "There is no such rehearsal" },
  rehearsal_running: { status: 409, title: "Another rehearsal is running" },
  rehearsal_over: { status: 409, title: "The rehearsal is over" },
  rehearsal_elsewhere: { status: 409, title: "The rehearsal runs on another server" },
  sale_near: { status: 409, title: "A sale is selling here, or opens soon" },
  live_full: { status: 503, title: "Too many listeners" },
});
