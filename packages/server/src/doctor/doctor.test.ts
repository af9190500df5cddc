import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Claim, claimDataDir } from '../store/data-dir.ts';
import { type RunningApp, startTestServer } from '../testing/test-server.ts';
import { closedPort, dataDir, examine, leave, run } from './testing/asked.ts';

afterAll(leave);

describe('the doctor', () => {
  test('has nothing to say against an embedded deployment', async () => {
    const { code, output } = await run({});
    expect(output).toContain('0 failures');
    expect(code).toBe(0);
  });

  test('says which setting cannot be read, and looks no further', async () => {
    const { code, output } = await run({ PHAROS_PORT: 'http' });
    expect(code).toBe(1);
    expect(output).toContain('PHAROS_PORT is not valid');
  });

  test('warns of variables that are no settings, and of too few threads', async () => {
    const { code, state, check } = await examine({ PHAROS_HOSTT: '::', UV_THREADPOOL_SIZE: '4' });
    expect(check('settings.known')).toMatchObject({ state: 'warning', found: 'PHAROS_HOSTT' });
    expect(state('process.threads')).toBe('warning');
    expect(code).toBe(0);
  });

  test('refuses a command line that it does not know', async () => {
    expect(await run({}, '--sned')).toMatchObject({ code: 2, output: expect.stringContaining('--sned') });
    expect((await run({}, '--url', 'localhost')).code).toBe(2);
  });

  test('says which port somebody else has', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { check } = await examine({ PHAROS_GRPC_PORT: String(port) });
    server.close();
    expect(check('ports.grpc')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining(`${port}`),
    });
  });

  test('says when the public URL has no TLS and no proxy is trusted', async () => {
    const { state } = await examine({ PHAROS_PUBLIC_URL: `http://pharos.invalid:${await closedPort()}` });
    expect(state('public.reached')).toBe('warning');
    expect(state('public.tls')).toBe('warning');
    expect(state('public.proxy')).toBe('warning');
  });

  test('says when the certificate of the public URL is about to end', async () => {
    const [key, cert] = [join(dataDir, 'key.pem'), join(dataDir, 'cert.pem')];
    const kind = [
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const files = ['-subj', '/CN=localhost', '-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', ...kind, ...files], { stdio: ['ignore', 'ignore', 'pipe'] });
    const server = createHttps({ key: readFileSync(key), cert: readFileSync(cert) }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { check } = await examine({ PHAROS_PUBLIC_URL: `https://localhost:${port}` });
    server.close();
    expect(check('public.tls')?.state).toBe('ok');
    expect(check('public.certificate')).toMatchObject({ state: 'failure', found: 'for 1 day' });
  });

  test('tells a mail server that takes the password from one that does not', async () => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ password }, _session, done) =>
        password === 'right' ? done(null, { user: 'ada' }) : done(new Error('no')),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const asked = async (password: string) =>
      (
        await examine({
          PHAROS_SMTP_URL: `smtp://ada:${password}@127.0.0.1:${port}`,
          PHAROS_MAIL_FROM: 'p@example.com',
        })
      ).state('mail.reached');
    expect(await asked('right')).toBe('ok');
    expect(await asked('wrong')).toBe('failure');
    await new Promise<void>((resolve) => server.close(resolve));
  });
});

describe('of a running server, the doctor', () => {
  let server: RunningApp;
  let settings: Record<string, string>;
  let claim: Claim;
  beforeAll(async () => {
    const own = join(dataDir, 'running');
    server = await startTestServer({ PHAROS_DATA_DIR: own });
    claim = await claimDataDir(own);
    settings = {
      PHAROS_DATA_DIR: own,
      PHAROS_PORT: new URL(server.url).port,
      PHAROS_GRPC_PORT: String(server.grpcPort),
    };
  });
  afterAll(async () => {
    await server.close();
    await claim.release();
  });

  test('finds by itself the one that has the data directory, and leaves its ports and stores alone', async () => {
    const { code, check, state } = await examine(settings);
    expect(check('data.there')?.found).toContain('in use');
    expect(check('ports.http')?.found).toContain('running server');
    for (const name of ['reached', 'ready', 'clock']) expect(state(`server.${name}`)).toBe('ok');
    expect(state('server.send')).toBeUndefined();
    expect(code).toBe(0);
  });

  test('sends a span and reads it back', async () => {
    const { secretKey } = await server.newProject();
    const { check } = await examine(settings, '--send', '--key', secretKey);
    expect(check('server.send')).toMatchObject({ state: 'ok', found: expect.stringContaining('read after') });
    expect(check('server.metrics')?.found).toMatch(/^\d+ series of Pharos$/);
  });

  test('says when a key may not do it', async () => {
    const { secretKey } = await server.newProject(['read']);
    const { code, check } = await examine(settings, '--send', '--key', secretKey);
    expect(code).toBe(1);
    expect(check('server.send')).toMatchObject({ state: 'failure', found: expect.stringContaining('403') });
  });

  test('says when there is none, or something else', async () => {
    const gone = await examine({}, '--url', `http://127.0.0.1:${await closedPort()}`);
    expect(gone.check('server.reached')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
