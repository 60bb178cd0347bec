import { fromKysely, PgBoss, type WorkOptions } from "pg-boss";
import type { Config } from "./config.ts";
import type { Database, Tx } from "./database/database.ts";
import type { JsonObject } from "./events/events.ts";
import { invariant } from "./failure.ts";
import { JOBS_SCHEMA, refuseNewerJobs } from "./jobs-schema.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface JobOptions {
  /** Five fields, in UTC; the job then also runs by itself, with `{}` as its data. */
  readonly cron?: string;
  /** After the first try; 5 unless told. */
  readonly retries?: number;
  /** Before the first retry, doubled before each further one; 5 unless told. */
  readonly firstRetrySeconds?: number;
  /** One hour unless told. */
  readonly longestRetrySeconds?: number;
  /** A run that takes longer is given up and tried again; 300 unless told. */
  readonly timeoutSeconds?: number;
  /** How many run at once in each process; 1 unless told. */
  readonly concurrency?: number;
}

export interface JobRun {
  readonly id: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the run takes too long or the process stops. */
  readonly signal: AbortSignal;
}

export interface EnqueueOptions {
  /** The job exists if and only if this transaction commits. */
  readonly tx?: Tx;
  readonly startAfter?: Date;
  /**
   * No second job with this key is made while one waits for its first try. Put into the job what it
   * needs: one that waits may begin before `tx` commits, and would not see what `tx` wrote.
   */
  readonly singletonKey?: string;
  /** Jobs of a lower priority wait while there are others; 0 unless told. */
  readonly priority?: number;
}

/** Work in the background, kept in PostgreSQL (pg-boss, schema `jobs`); runs at least once. */
export interface Jobs {
  /**
   * Says how a job is done; before `start`. Keep the handler thin: it calls a command.
   * @param name module and verb-noun, such as `platform.send-mail`
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- for the handler's data
  define<Data extends JsonObject>(
    name: string,
    options: JobOptions,
    handle: (data: Data, run: JobRun) => Promise<void>,
  ): void;
  /** @throws Error for a name that was not defined */
  enqueue(name: string, data: JsonObject, options?: EnqueueOptions): Promise<void>;
  /** The same for many jobs in one statement; `key` is the singleton key of each. */
  enqueueAll(
    name: string,
    jobs: readonly { readonly key: string; readonly data: JsonObject }[],
    options?: Pick<EnqueueOptions, "tx" | "priority">,
  ): Promise<void>;
  /** Begins to work on jobs, and to make those of the timetable. */
  start(): Promise<void>;
  /** Takes no more jobs and waits for those under way; what is not done in time is tried again. */
  stop(): Promise<void>;
}

export interface JobsDeps {
  readonly config: Config;
  readonly database: Database;
  readonly log: Log;
  readonly metrics: Metrics;
}

interface Definition {
  readonly options: JobOptions;
  readonly handle: (data: JsonObject, run: JobRun) => Promise<void>;
  /** Workers of this process; woken as soon as there is something to do. */
  readonly workers: string[];
}

/** How long a job of another process, or a due retry, may wait to be noticed. */
const POLL_SECONDS = 2;
const TIMETABLE_POLL_SECONDS = 10;

/** A job made in a transaction is looked for this soon, when the transaction has likely ended. */
const NUDGE_MS = 50;

export function createJobs({ config, database, log, metrics }: JobsDeps): Jobs {
  const definitions = new Map<string, Definition>();
  const runs = metrics.counter("job_runs_total", "Runs of background jobs.", ["job", "outcome"]);
  // A few connections of its own, so that pg-boss and the requests do not wait for each other.
  const boss = new PgBoss({
    connectionString: database.connectionString,
    application_name: `millet:${process.pid}`,
    schema: JOBS_SCHEMA,
    max: 2,
  });
  boss.on("error", (error) => log.warn({ err: error }, "trouble with the job queue"));
  boss.on("warning", (warning) => log.warn({ warning }, "the job queue warns"));
  let prepared: Promise<void> | undefined;
  let isWorking = false;

  /** Installs or updates the schema and makes the queues; at the start, or at the first job. */
  function prepare(): Promise<void> {
    prepared ??= (async () => {
      await refuseNewerJobs(database);
      await boss.start();
      const known = new Set((await boss.getQueues()).map((queue) => queue.name));
      for (const [name, { options }] of definitions) {
        if (known.has(name)) await boss.updateQueue(name, queueOptions(options));
        else await boss.createQueue(name, { ...queueOptions(options), policy: "short" });
      }
    })().catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  }

  function wake({ workers }: Definition): void {
    for (const worker of workers) boss.notifyWorker(worker);
  }

  function wakeAfter(tx: Tx | undefined, definition: Definition): void {
    if (tx === undefined) wake(definition);
    else setTimeout(() => wake(definition), NUDGE_MS).unref();
  }

  function definitionOf(name: string): Definition {
    const definition = definitions.get(name);
    invariant(definition !== undefined, `no job is named ${name}`);
    return definition;
  }

  async function work(name: string, definition: Definition): Promise<void> {
    const { options, handle, workers } = definition;
    const pollingIntervalSeconds =
      options.cron === undefined ? POLL_SECONDS : TIMETABLE_POLL_SECONDS;
    for (let count = options.concurrency ?? 1; count > 0; count -= 1) {
      const worker = await boss.work<JsonObject, void, WorkOptions & { includeMetadata: true }>(
        name,
        { includeMetadata: true, pollingIntervalSeconds },
        async ([job]) => {
          if (job === undefined) return;
          const run = { id: job.id, attempt: job.retryCount + 1, signal: job.signal };
          try {
            await handle(job.data ?? {}, run);
            runs.inc({ job: name, outcome: "done" });
          } catch (error) {
            const isLast = job.retryCount >= job.retryLimit;
            runs.inc({ job: name, outcome: isLast ? "given up" : "failed" });
            const facts = { err: error, job: name, id: job.id, attempt: run.attempt };
            if (isLast) log.error(facts, "job given up");
            else log.warn(facts, "job failed; it will be tried again");
            throw error;
          } finally {
            // Without this, pg-boss rests for the polling interval after each job.
            boss.notifyWorker(worker);
          }
        },
      );
      workers.push(worker);
    }
  }

  /** Writes the timetable, and strikes what the code no longer knows. */
  async function schedule(): Promise<void> {
    for (const { name } of await boss.getSchedules()) {
      if (definitions.get(name)?.options.cron === undefined) await boss.unschedule(name);
    }
    for (const [name, { options }] of definitions) {
      if (options.cron !== undefined) await boss.schedule(name, options.cron, {});
    }
  }

  return {
    define(name, options, handle) {
      invariant(!definitions.has(name), `two jobs are named ${name}`);
      invariant(prepared === undefined, `the job ${name} is defined after the start`);
      // The data of a job are what `enqueue` was given under its name.
      const untyped = handle as unknown as Definition["handle"];
      definitions.set(name, { options, handle: untyped, workers: [] });
    },
    async enqueue(name, data, options = {}) {
      const { tx, startAfter, priority = 0, singletonKey = crypto.randomUUID() } = options;
      const definition = definitionOf(name);
      await prepare();
      await boss.send(name, data, {
        singletonKey,
        priority,
        ...(startAfter === undefined ? {} : { startAfter }),
        ...(tx === undefined ? {} : { db: fromKysely(tx) }),
      });
      wakeAfter(tx, definition);
    },
    async enqueueAll(name, jobs, { tx, priority = 0 } = {}) {
      const definition = definitionOf(name);
      if (jobs.length === 0) return;
      await prepare();
      const inserts = jobs.map(({ key, data }) => ({ singletonKey: key, data, priority }));
      await boss.insert(name, inserts, tx === undefined ? {} : { db: fromKysely(tx) });
      wakeAfter(tx, definition);
    },
    async start() {
      await prepare();
      if (isWorking) return;
      isWorking = true;
      await schedule();
      for (const [name, definition] of definitions) await work(name, definition);
    },
    async stop() {
      if (prepared === undefined) return;
      await prepared.catch(() => undefined);
      // pg-boss's own graceful stop looks only every half second whether all is done.
      const idle = Promise.all([...definitions.keys()].map((name) => boss.offWork(name)));
      await Promise.race([idle, Bun.sleep(config.drainSeconds * 1000)]);
      await boss.stop({ graceful: false });
    },
  };
}

function queueOptions(options: JobOptions) {
  return {
    retryLimit: options.retries ?? 5,
    retryDelay: options.firstRetrySeconds ?? 5,
    retryBackoff: true,
    retryDelayMax: options.longestRetrySeconds ?? 3600,
    expireInSeconds: options.timeoutSeconds ?? 300,
  };
}
