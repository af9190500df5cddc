import { createHash, createHmac } from 'node:crypto';

export interface SignedRequest {
  method: string;
  url: URL;
  /** All of them are signed; `host` and what begins with x-amz- have to be. Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body, in hex. */
  bodySha256: string;
}

export interface SigningKey {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

const SERVICE = 's3';
const ALGORITHM = 'AWS4-HMAC-SHA256';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Uint8Array, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** A moment as AWS writes it: 20130524T000000Z. */
export const amzDate = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

/** The header `authorization` of a request: AWS Signature Version 4, as S3 and all that speak like it check it. */
export function authorizationOf(
  { method, url, headers, bodySha256 }: SignedRequest,
  { accessKeyId, secretAccessKey, region }: SigningKey,
  date: string,
): string {
  const names = Object.keys(headers).sort();
  const signed = names.join(';');
  const canonical = [
    method,
    url.pathname.split('/').map(encoded).join('/'),
    [...url.searchParams]
      .map(([name, value]) => `${encodeAll(name)}=${encodeAll(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signed,
    bodySha256,
  ].join('\n');
  const day = date.slice(0, 8);
  const scope = `${day}/${region}/${SERVICE}/aws4_request`;
  const key = [region, SERVICE, 'aws4_request'].reduce<Buffer>(
    (made, part) => hmac(made, part),
    hmac(`AWS4${secretAccessKey}`, day),
  );
  const signature = hmac(key, [ALGORITHM, date, scope, sha256(canonical)].join('\n')).toString('hex');
  return `${ALGORITHM} Credential=${accessKeyId}/${scope},SignedHeaders=${signed},Signature=${signature}`;
}

/** A part of a path as it is signed, whether the URL has it encoded or not. */
const encoded = (part: string): string => encodeAll(decodeURIComponent(part));

const encodeAll = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
