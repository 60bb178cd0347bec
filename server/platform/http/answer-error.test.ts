import { expect, test } from "bun:test";
import { connect } from "node:net";
import { pino } from "pino";
import { answerError } from "./answer-error.ts";

test("a client that hangs up amid its body is no error of the server's", async () => {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
  const { promise: answered, resolve } = Promise.withResolvers<Response>();
  using server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      try {
        return new Response(await request.text());
      } catch (error) {
        const answer = answerError(error, log, "/", undefined);
        resolve(answer);
        return answer;
      }
    },
  });
  const socket = connect(server.port ?? 0, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{", () => {
    setTimeout(() => socket.destroy(), 50);
  });
  expect((await answered).status).toBe(400);
  expect(lines).toEqual([]);
});

test("an error that nobody expected is logged, and tells the client nothing of itself", async () => {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
  const answer = answerError(new Error("a secret detail"), log, "/", undefined);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret");
  expect(lines.join()).toContain("a secret detail");
});
