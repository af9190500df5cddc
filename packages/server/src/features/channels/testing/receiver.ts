import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A program on this machine that is told things over HTTP. */
export interface Receiver {
  url: string;
  received: Received[];
  /** How it answers; fine unless a test says otherwise. */
  answer: (request: Received, response: ServerResponse) => void;
  close(): void;
}

export async function aReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method = '', url: path = '', headers } = request;
    const seen = { method, path, headers, body };
    receiver.received.push(seen);
    receiver.answer(seen, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: (_request, response) => response.end(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}
