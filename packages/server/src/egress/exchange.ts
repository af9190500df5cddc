import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { EgressError } from './errors.ts';
import type { Resolved } from './target.ts';

export interface Exchange {
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  signal: AbortSignal;
  maxBytes: number;
}

export interface RawAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  /** The beginning of the body; the rest was not read. */
  body: string;
}

/** Answers with what was resolved before, so that nobody is asked again while connecting. */
const pinned =
  (addresses: readonly Resolved[]): LookupFunction =>
  (_host, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family ?? 4);
  };

/** One request over a connection of its own to one of the addresses. @throws EgressError, or what the signal was aborted with */
export function exchange(url: URL, addresses: readonly Resolved[], given: Exchange): Promise<RawAnswer> {
  const { method, headers, body, signal, maxBytes } = given;
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
    agent: false,
    lookup: pinned(addresses),
    signal,
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(
        signal.aborted
          ? signal.reason
          : new EgressError('connection', `No answer of ${url.hostname}: ${error.message}`, { cause: error }),
      );
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () => {
        const text = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < maxBytes) return;
        finish();
        request.destroy();
      });
      response.on('end', finish);
      response.on('error', fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}
