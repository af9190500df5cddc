import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const BUCKET = '/bucket/';

/** As much of S3 as the engine asks of it, in memory. */
export interface S3Store {
  /** Of a folder in its one bucket, with a key. */
  readonly url: string;
  readonly objects: ReadonlyMap<string, Buffer>;
  /** How often objects were read. */
  reads(): number;
  close(): Promise<void>;
}

export async function startS3(): Promise<S3Store> {
  const objects = new Map<string, Buffer>();
  let reads = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    response.setHeader('etag', '"e"');
    if (request.method === 'PUT') objects.set(pathname, body);
    else if (request.method === 'DELETE') objects.delete(pathname);
    else if (request.method === 'POST' && searchParams.has('delete')) {
      for (const [, key] of body.toString().matchAll(/<Key>(.*?)<\/Key>/g)) objects.delete(BUCKET + key);
      response.write('<?xml version="1.0"?><DeleteResult></DeleteResult>');
    } else if (searchParams.has('list-type')) {
      const wanted = BUCKET + (searchParams.get('prefix') ?? '');
      const keys = [...objects.keys()].filter((key) => key.startsWith(wanted));
      const contents = keys.map((key) => `<Contents><Key>${key.slice(BUCKET.length)}</Key></Contents>`);
      response.write(`<?xml version="1.0"?><ListBucketResult>${contents.join('')}</ListBucketResult>`);
    } else {
      reads += 1;
      return read(objects.get(pathname), request, response);
    }
    response.end();
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://key:secret@127.0.0.1:${port}${BUCKET}pharos`,
    objects,
    reads: () => reads,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function read(
  object: Buffer | undefined,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): void {
  if (object === undefined) {
    response.statusCode = 404;
    response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>');
    return;
  }
  const [, first = '0', last = ''] = /bytes=(\d+)-(\d*)/.exec(headers.range ?? '') ?? [];
  const from = Number(first);
  const to = last === '' ? object.length : Math.min(Number(last) + 1, object.length);
  if (headers.range !== undefined) {
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${from}-${to - 1}/${object.length}`);
  }
  response.setHeader('content-length', to - from);
  response.setHeader('last-modified', new Date(0).toUTCString());
  response.end(method === 'HEAD' ? undefined : object.subarray(from, to));
}
