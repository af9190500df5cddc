import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { noTelemetry, type TestApp, testApp } from '../testing/test-app.ts';
import { mayRead } from './access.ts';
import { createLogger } from './logger.ts';
import type { Plugin } from './routes.ts';

const failing: Plugin = (routes) => {
  routes.get('/api/v1/fails', { config: { access: mayRead } }, () => {
    throw new Error('a secret detail');
  });
  routes.get('/api/v1/busy', { config: { access: mayRead } }, () => {
    throw new ApiError('overloaded', { retryAfter: 2 });
  });
  routes.post(
    '/api/v1/echo',
    { config: { access: mayRead }, schema: { body: z.object({ text: z.string() }) } },
    (request) => request.body,
  );
};

const OUTSIDE = 'what lies beside the web application';
const log: string[] = [];
let test: TestApp;
let secret: string;
beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pharos-web-'));
  const webRoot = join(directory, 'web');
  mkdirSync(join(webRoot, 'assets'), { recursive: true });
  // Beside the folder, and in one whose name begins like its own.
  mkdirSync(join(directory, 'web-else'));
  for (const beside of ['.', 'web-else']) writeFileSync(join(directory, beside, 'beside.txt'), OUTSIDE);
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Pharos</title>');
  writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(webRoot, 'beacon.js'), '(() => {})();');
  test = await testApp(
    { PHAROS_MAX_BODY_BYTES: '1024' },
    {
      webRoot,
      plugins: [failing],
      logger: createLogger('debug', { write: (line: string) => void log.push(line) }),
    },
  );
  secret = await test.aKey(['read']);
});
afterAll(() => test.close());

describe('answers', () => {
  it('carry headers that keep a page from doing harm', async () => {
    const { headers } = await test.nobody.get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  it('say nothing of an unforeseen failure but its request id', async () => {
    const answer = await test.withKey(secret).get('/api/v1/fails');
    expect([answer.status, answer.at('error.code')]).toEqual([500, 'internal']);
    expect(answer.text).not.toContain('secret detail');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{20}$/);
    expect(log.join('')).toContain('a secret detail');
  });

  it('say when to come back', async () => {
    const answer = await test.withKey(secret).get('/api/v1/busy');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
  });

  it('name the field that is wrong', async () => {
    const answer = await test.withKey(secret).post('/api/v1/echo', { text: 1 });
    expect([answer.status, answer.at('error.code'), answer.at('error.details.0.path')]).toEqual([
      400,
      'invalid_request',
      '/text',
    ]);
  });

  it('refuse bodies that are too large, no JSON, or of an unknown type', async () => {
    const send = (payload: string, type = 'application/json') =>
      test.nobody.send({
        method: 'POST',
        url: '/api/v1/echo',
        payload,
        headers: { 'content-type': type, 'x-api-key': secret },
      });
    expect((await send(JSON.stringify({ text: 'x'.repeat(2000) }))).at('error.code')).toBe(
      'payload_too_large',
    );
    expect((await send('{"text":')).at('error.code')).toBe('invalid_request');
    expect((await send('{"__proto__":{"x":1},"text":"x"}')).status).toBe(400);
    expect((await send('x', 'text/csv')).at('error.code')).toBe('unsupported_media_type');
  });

  it('are compressed when they are worth it', async () => {
    const answer = await test.nobody.send({ url: '/openapi.json', headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers['content-encoding']).toBe('gzip');
  });
});

describe('the log', () => {
  it('holds no key, no cookie and no token', async () => {
    await test.withKey(secret).get('/api/v1/me');
    await test.owner.get('/api/v1/me');
    await test.withKey(secret).get('/api/v1/fails');
    for (const link of [
      '/api/v1/shared/link-token?x=1',
      '/shared/link-token',
      '/invite?a=b&token=link-token',
    ])
      await test.nobody.get(link);
    const text = log.join('');
    expect(text).toContain('/api/v1/shared/[Redacted]?x=1');
    expect(text).not.toContain('link-token');
    expect(text).toContain('/api/v1/me');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('pharos_session');
  });
});

describe('the web application', () => {
  it('is shown on every path that is none of the API and no file', async () => {
    for (const path of ['/', '/traces', '/traces/a.b%2Fc?x=1', '/users/a@example.com']) {
      const answer = await test.nobody.get(path);
      expect([path, answer.status, answer.text]).toEqual([path, 200, expect.stringContaining('<title>')]);
    }
  });

  it('has files that are kept for good when their name carries a hash', async () => {
    const asset = await test.nobody.get('/assets/app-1a2b.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await test.nobody.get('/')).headers['cache-control']).toBe('no-cache');
    expect((await test.nobody.get('/assets/none.js')).status).toBe(404);
  });

  it('lends pages of other sites the beacon, and nothing else', async () => {
    const policyOf = async (path: string) =>
      (await test.nobody.get(path)).headers['cross-origin-resource-policy'];
    expect(await policyOf('/beacon.js')).toBe('cross-origin');
    expect(await policyOf('/assets/app-1a2b.js')).toBe('same-origin');
  });

  describe('does not let a path leave its folder', () => {
    let port: number;
    beforeAll(async () => {
      await test.app.server.listen({ host: '127.0.0.1', port: 0 });
      port = (test.app.server.server.address() as AddressInfo).port;
    });

    /** As it is: URLs, and so `inject` and `fetch`, take dots out of a path themselves. */
    const ask = async (path: string) => {
      const [answer] = await once(request({ host: '127.0.0.1', port, path, agent: false }).end(), 'response');
      return { status: answer.statusCode, body: await text(answer) };
    };

    it.each([
      '/../beside.txt',
      '/%2e%2e/beside.txt',
      '/..%2fbeside.txt',
      '/%2e%2e%2fbeside.txt',
      '/assets/../../beside.txt',
      '/assets/%2e%2e/%2e%2e/beside.txt',
      '/assets/..%2f..%2fbeside.txt',
      '/../web-else/beside.txt',
      '/..%2fweb-else%2fbeside.txt',
      '//../beside.txt',
      '/./%2e./beside.txt',
      '/..%5cbeside.txt',
      '/%252e%252e%252fbeside.txt',
      '/index.html%00/../../beside.txt',
      '/%00.js',
    ])('%s', async (path) => {
      const { status, body } = await ask(path);
      expect(body).not.toContain(OUTSIDE);
      // It is a page like any path that is no file, or nothing at all.
      expect([200, 404]).toContain(status);
      if (status === 200) expect(body).toContain('<title>');
    });

    it('and finds what is within', async () => {
      expect((await ask('/assets/app-1a2b.js')).body).toBe('export {};');
    });
  });

  it('leaves unknown API paths to answer in JSON', async () => {
    for (const path of ['/api/v1/none', '/v1/none']) {
      const answer = await test.nobody.get(path);
      expect([answer.status, answer.at('error.code')]).toEqual([404, 'not_found']);
    }
    expect((await test.nobody.post('/none')).at('error.code')).toBe('not_found');
  });
});

describe('the server about itself', () => {
  it('is healthy and ready', async () => {
    expect((await test.nobody.get('/healthz')).text).toBe('{"status":"ok"}');
    expect((await test.nobody.get('/readyz')).text).toBe('{"status":"ok","role":"all"}');
  });

  it('is not ready, and says so in time, when a store does not answer', async () => {
    const silent = { ...noTelemetry, check: () => new Promise<void>(() => undefined) };
    const stuck = await testApp({}, { telemetry: silent });
    const before = performance.now();
    const answer = await stuck.nobody.get('/readyz');
    expect([answer.status, answer.at('error.details.stores')]).toEqual([503, ['telemetry']]);
    expect(performance.now() - before).toBeLessThan(5_000);
    await stuck.close();
  });

  it('describes every route of the API as OpenAPI 3.1', async () => {
    const answer = await test.nobody.get('/openapi.json');
    expect(answer.at('openapi')).toBe('3.1.0');
    const paths = Object.keys(answer.at('paths') as object);
    const expected = test.app.routes
      .filter(({ url, hidden }) => url.startsWith('/api/v1/') && !hidden)
      .map(({ url }) => url.replace(/:(\w+)/g, '{$1}'));
    expect(paths).toEqual(expect.arrayContaining([...new Set(expected)]));
    expect(answer.at('paths./api/v1/me.get.security.0')).toEqual({ bearer: [] });
  });

  it('gives its metrics to a key that may read', async () => {
    const answer = await test.withKey(secret).get('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.text).toContain('process_resident_memory_bytes');
  });
});
