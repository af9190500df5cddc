import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

type Answering = (request: Received, response: ServerResponse) => void;
export const yes: Answering = (_request, response) => response.end('{}');
export const answering =
  (status: number, headers: Record<string, string> = {}, body = '{}'): Answering =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

/** An HTTP server that takes down what it is sent, and answers as it is told to. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answering = yes;
  #server = createServer((request, response) => void this.#take(request, response));
  #waiting: (() => void)[] = [];

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  /** Once so many requests have come in all. */
  async until(count: number): Promise<void> {
    while (this.received.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  json(at: number): unknown {
    return JSON.parse(this.received[at]?.body.toString() ?? 'null');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
    this.received.push(received);
    this.answer(received, response);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
