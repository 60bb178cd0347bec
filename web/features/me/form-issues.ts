import { isProblem } from "../../api/client.ts";

/** What a refusal (422) says of single fields of the body, by their names; empty for all else. */
export function fieldsRefused(error: unknown): readonly string[] {
  if (!isProblem(error) || !Array.isArray(error["issues"])) return [];
  return error["issues"].flatMap((issue: unknown) => {
    const isNamed = typeof issue === "object" && issue !== null && "path" in issue;
    return isNamed ? [String(issue.path).split(".")[0] ?? ""] : [];
  });
}
