import { defineFailures } from "../../platform/failure.ts";

export const settingsFailures = defineFailures({
  version_conflict: { status: 409, title: "This was changed meanwhile" },
  logo_format_unknown: { status: 415, title: "The logo is no PNG, JPEG or WebP" },
  logo_damaged: { status: 422, title: "The picture is damaged or incomplete" },
  logo_size_wrong: { status: 422, title: "The picture is too small, too large, or too narrow" },
  logo_moves: { status: 422, title: "The logo must stand still" },
});
