import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LangfuseClient, startLangfuse } from '../testing/client.ts';

let langfuse: Awaited<ReturnType<typeof startLangfuse>>;
let client: LangfuseClient;
beforeAll(async () => {
  langfuse = await startLangfuse();
  client = await langfuse.client();
});
afterAll(() => langfuse.server.close());

let count = 0;
const aFile = (contentType = 'image/png') => {
  const bytes = Buffer.from(`picture ${count++}`);
  const sha256Hash = createHash('sha256').update(bytes).digest('base64');
  const about = { traceId: 't', field: 'input', contentType, contentLength: bytes.length, sha256Hash };
  return { bytes, about, id: sha256Hash.replaceAll('+', '-').replaceAll('/', '_').slice(0, 22) };
};
const announce = async (about: object, by = client) => (await by.send('POST', 'media', about)).body;
const put = (
  url: unknown,
  body: Buffer<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'image/png' },
) => fetch(String(url), { method: 'PUT', body, headers });
const upload = async (file = aFile(), by = client) => {
  const { uploadUrl } = await announce(file.about, by);
  expect((await put(uploadUrl, file.bytes)).status).toBe(200);
  return file;
};

describe('a file', () => {
  test('is announced, sent without a key, reported and read again', async () => {
    const { bytes, about, id } = aFile();
    const announced = await announce(about);
    expect(announced).toEqual({ mediaId: id, uploadUrl: expect.stringContaining(langfuse.server.url) });
    expect((await client.get(`media/${id}`)).status).toBe(404);
    expect((await put(announced.uploadUrl, bytes)).status).toBe(200);
    const report = {
      uploadedAt: new Date().toISOString(),
      uploadHttpStatus: 200,
      uploadHttpError: '',
      uploadTimeMs: 3,
    };
    expect((await client.send('PATCH', `media/${id}`, report)).status).toBe(204);
    const { body } = await client.get(`media/${id}`);
    expect(body).toEqual({
      mediaId: id,
      contentType: 'image/png',
      contentLength: bytes.length,
      uploadedAt: expect.any(String),
      url: expect.any(String),
      urlExpiry: expect.any(String),
    });
    const read = await fetch(String(body.url));
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
    expect(read.headers.get('content-type')).toBe('image/png');
  });

  test('is sent once', async () => {
    const { about, id } = await upload();
    expect(await announce({ ...about, field: 'output' })).toEqual({ mediaId: id, uploadUrl: null });
  });

  test.each(['text/html', 'image/svg+xml', 'application/javascript', 'application/xml'])(
    'of type %s is never shown as such',
    async (type) => {
      const { id } = await upload(aFile(type));
      const { body } = await client.get(`media/${id}`);
      expect(body.contentType).toBe(type);
      const { headers } = await fetch(String(body.url));
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain('sandbox');
    },
  );

  test('that is not the one announced is refused, and can be sent again', async () => {
    const { bytes, about, id } = aFile();
    const { uploadUrl } = await announce(about);
    const other = Buffer.from(bytes.toString().toUpperCase());
    for (const wrong of [other, Buffer.concat([bytes, bytes]), bytes.subarray(1)]) {
      const answer = await put(uploadUrl, Buffer.from(wrong));
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { message: expect.stringContaining('not the file'), error: 'InvalidRequestError' },
      ]);
    }
    expect((await client.get(`media/${id}`)).status).toBe(404);
    expect((await put(uploadUrl, bytes)).status).toBe(200);
  });

  test.each([
    ['no context', { traceId: undefined }],
    ['two contexts', { datasetId: 'd' }],
    ['no length', { contentLength: 0 }],
    ['a length beyond the limit', { contentLength: 104_857_601 }],
    ['a hash that is none', { sha256Hash: '../../etc' }],
    ['a type that is none', { contentType: 'text/html\r\nx: y' }],
    ['an unknown field', { field: 'everything' }],
  ])('is not announced with %s', async (_, wrong) => {
    const { status } = await client.send('POST', 'media', { ...aFile().about, ...wrong });
    expect(status).toBe(400);
  });
});

describe('a signed URL', () => {
  test('is good for its file, its method and its hour alone', async () => {
    const { bytes, about } = aFile();
    const uploadUrl = String((await announce(about)).uploadUrl);
    const another = aFile();
    const anotherUrl = String((await announce(another.about)).uploadUrl);
    const { searchParams } = new URL(uploadUrl);
    const changed = (change: Record<string, string>, from = uploadUrl) => {
      const url = new URL(from);
      for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
      return url.href;
    };
    const later = String(Number(searchParams.get('expires')) + 1);
    const past = String(Number(searchParams.get('expires')) - 7_200_000);
    const signature = searchParams.get('signature') ?? '';
    for (const url of [
      changed({ expires: later }),
      changed({ expires: past }),
      changed({ signature: '' }),
      changed({ signature: `${signature}A` }),
      changed({ signature }, anotherUrl),
      uploadUrl.replace(client.project.projectId, 'another'),
    ])
      expect((await put(url, bytes)).status, url).toBe(403);
    expect((await fetch(uploadUrl)).status).toBe(403);
    expect((await put(uploadUrl.split('?')[0], bytes)).status).toBe(400);
  });

  test('is given to its project alone', async () => {
    const { id, about } = await upload();
    const other = await langfuse.client();
    expect((await other.get(`media/${id}`)).status).toBe(404);
    const report = { uploadedAt: new Date().toISOString(), uploadHttpStatus: 200 };
    expect((await other.send('PATCH', `media/${id}`, report)).status).toBe(404);
    // The same file there is another, and has to be sent.
    expect((await announce(about, other)).uploadUrl).toEqual(expect.any(String));
    const reading = await langfuse.client(['read']);
    expect((await reading.send('POST', 'media', about)).status).toBe(403);
  });
});
