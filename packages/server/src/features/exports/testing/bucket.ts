import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Bucket {
  endpoint: string;
  /** By path. */
  files: Map<string, Buffer>;
  /** Requests whose signature was none. */
  forged: string[];
  /** What the next requests are answered instead. */
  answers: { status: number; body: string }[];
  close(): void;
}

/** A receiver on this machine that takes files as S3 does: it checks each signature by what the specification says, from what came in. */
export async function aBucket(secretAccessKey: string): Promise<Bucket> {
  const files = new Map<string, Buffer>();
  const forged: string[] = [];
  const answers: Bucket['answers'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = '', url = '', headers } = request;
    const header = (name: string) => String(headers[name] ?? '');
    const told =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
        header('authorization'),
      );
    const [, , day = '', region = '', names = '', signature] = told ?? [];
    const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
    const canonical = `${method}\n${url}\n\n${names
      .split(';')
      .map((name) => `${name}:${header(name)}\n`)
      .join('')}\n${names}\n${hash(body)}`;
    const stringToSign = `AWS4-HMAC-SHA256\n${header('x-amz-date')}\n${day}/${region}/s3/aws4_request\n${hash(canonical)}`;
    let key: Buffer | string = `AWS4${secretAccessKey}`;
    for (const part of [day, region, 's3', 'aws4_request', stringToSign])
      key = createHmac('sha256', key).update(part).digest();
    const isGenuine =
      (key as Buffer).toString('hex') === signature &&
      header('x-amz-content-sha256') === hash(body) &&
      ['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.split(';').includes(name)) &&
      header('x-amz-date').startsWith(day);
    if (!isGenuine) {
      forged.push(url);
      response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      return;
    }
    const instead = answers.shift();
    if (instead) {
      response.writeHead(instead.status).end(instead.body);
      return;
    }
    files.set(url, body);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ files, forged, answers, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
