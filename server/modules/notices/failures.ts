import { defineFailures } from "../../platform/failure.ts";

/** Every expected failure of the module. */
export const noticeFailures = defineFailures({
  mail_not_found: { status: 404, title: "There is no such mail" },
  mail_not_failed: { status: 409, title: "The mail was sent, or is still being tried" },
  mail_not_set_up: { status: 409, title: "No mail server is set up" },
});
