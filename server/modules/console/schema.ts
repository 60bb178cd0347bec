import { z } from "@hono/zod-openapi";
import { taskKinds, taskLevels } from "./rules/tasks.ts";

const instant = z.string().nullable();

const taskSchema = z
  .strictObject({
    kind: z.enum(taskKinds),
    level: z.enum(taskLevels),
    since: instant,
    dueAt: instant,
    sale: z
      .strictObject({
        id: z.string(),
        kind: z.enum(["draw", "open"]),
        state: z.string(),
        names: z.record(z.string(), z.string()),
      })
      .nullable(),
    count: z.int(),
  })
  .openapi("Task");

export const tasksSchema = z.strictObject({ items: z.array(taskSchema) }).openapi("Tasks");
