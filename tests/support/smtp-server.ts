import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

export interface ReceivedMail {
  readonly from: string;
  readonly recipients: readonly string[];
  /** Headers and body as they came. */
  readonly content: string;
}

/** A mail server on this machine that keeps what it takes; `answer` may refuse a recipient. */
export interface SmtpServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** @param answer the reply to `RCPT TO`, such as `550 no such mailbox`; undefined takes it */
export async function startSmtpServer(
  answer: (recipient: string) => string | undefined = () => undefined,
): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    void converse(socket, answer, (mail) => mails.push(mail)).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** As much of RFC 5321 as one well-behaved client needs. */
async function converse(
  socket: Socket,
  answer: (recipient: string) => string | undefined,
  keep: (mail: ReceivedMail) => void,
): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let from = "";
  let recipients: string[] = [];
  let content: string[] | undefined;
  say("220 test");
  for await (const line of createInterface({
    input: socket,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (content !== undefined) {
      if (line !== ".") {
        content.push(line.replace(/^\./, ""));
        continue;
      }
      keep({ from, recipients, content: content.join("\n") });
      content = undefined;
      recipients = [];
      say("250 taken");
      continue;
    }
    const [verb = ""] = line.toUpperCase().split(/[ :]/);
    const address = /<(.*)>/.exec(line)?.[1] ?? "";
    if (verb === "MAIL") from = address;
    const refusal = verb === "RCPT" ? answer(address) : undefined;
    if (verb === "RCPT" && refusal === undefined) recipients.push(address);
    if (verb === "DATA") content = [];
    say(verb === "DATA" ? "354 go on" : verb === "QUIT" ? "221 bye" : (refusal ?? "250 ok"));
  }
}
