import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doorsOf } from '../http/doors.ts';
import { testApp } from '../testing/test-app.ts';
import { readFile } from './testing/files.ts';

const hasNginx = spawnSync('nginx', ['-v']).status === 0;
if (!hasNginx && process.env.PHAROS_REQUIRE_SERVICES === '1') throw new Error('nginx is not installed.');

const portOf = (server: NetServer): number => (server.address() as AddressInfo).port;
async function listening<Listener extends NetServer>(server: Listener): Promise<Listener> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
async function freePort(): Promise<number> {
  const server = await listening(createServer());
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

describe.runIf(hasNginx)('what stands before the roles', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pharos-nginx-'));
  /** Each answers with its own name. */
  const roles: Server[] = [];
  let url: string;
  let grpcPort: number;
  let close: () => Promise<void>;

  beforeAll(async () => {
    for (const role of ['ingest', 'query'])
      roles.push(
        await listening(createHttp((request, response) => void response.end(`${role} ${request.url}`))),
      );
    const grpc = createHttp2();
    grpc.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.alloc(5));
    });
    await listening(grpc);
    const [ingest = 0, query = 0] = roles.map(portOf);
    const port = await freePort();
    grpcPort = await freePort();
    // As in the composition, but for what only stands there: names, ports, and a way to look names up.
    const config = readFile('deploy/compose/full/nginx/nginx.conf')
      .replace(/resolver [^;]*;/, '')
      .replace('ingest:7070 resolve', `127.0.0.1:${ingest}`)
      .replace('query:7070 resolve', `127.0.0.1:${query}`)
      .replace('ingest:4317 resolve', `127.0.0.1:${portOf(grpc)}`)
      .replace('listen 8080', `listen 127.0.0.1:${port}`)
      .replace('listen 4317', `listen 127.0.0.1:${grpcPort}`)
      .replace('/tmp/nginx.pid', join(directory, 'nginx.pid'));
    const path = join(directory, 'nginx.conf');
    writeFileSync(path, `daemon off;\nerror_log stderr notice;\n${config}`);
    const nginx = spawn('nginx', ['-p', directory, '-c', path], { stdio: ['ignore', 'ignore', 'pipe'] });
    const said = await untilStarted(nginx.stderr);
    if (!said.includes('start worker process')) throw new Error(said);
    url = `http://127.0.0.1:${port}`;
    close = async () => {
      nginx.kill();
      await once(nginx, 'exit');
      for (const server of [...roles, grpc]) server.close();
    };
  });
  afterAll(async () => {
    await close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function untilStarted(output: NodeJS.ReadableStream): Promise<string> {
    let said = '';
    for await (const chunk of output) {
      said += String(chunk);
      if (said.includes('start worker process')) return said;
    }
    return said;
  }

  const INGEST = [
    'POST /v1/traces',
    'POST /otel/v1/logs',
    'POST /api/public/otel/v1/traces',
    'POST /api/otel/v1/traces',
    'POST /api/collector/api/otel/v1/traces',
    'POST /v1/metrics?x=1',
    'POST /api/public/ingestion',
    'POST /runs/batch',
    'POST /api/v1/runs/multipart',
    'PATCH /api/v1/runs/1',
    'POST /v1/projects/default/spans',
    'POST /api/collector',
    'POST /api/trace',
    'POST /api/v1/agents/heartbeats',
    'POST /api/v1/beacon',
  ];
  const QUERY = [
    'GET /',
    'GET /api/v1/traces',
    'POST /api/v1/query',
    'POST /api/v1/runs/query',
    'GET /v1/projects/default/spans',
    'GET /api/trace/1',
    'GET /api/public/traces',
    'GET /api/v1/live/stream',
    'GET /project/1/v1/traces',
  ];
  test.each([
    ...INGEST.map((request) => [request, 'ingest'] as const),
    ...QUERY.map((request) => [request, 'query'] as const),
  ])('leads %s to %s', async (request, role) => {
    const [method = '', path = ''] = request.split(' ');
    const answer = await fetch(url + path, { method });
    expect(await answer.text()).toBe(`${role} ${path}`);
  });

  test('shows nobody the metrics of one server among several', async () => {
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });

  test('leads gRPC to ingest', async () => {
    const client = new Client(`127.0.0.1:${grpcPort}`, credentials.createInsecure());
    const asIs = (bytes: Buffer) => bytes;
    const answer = await new Promise((resolve, reject) => {
      const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
      client.makeUnaryRequest(path, asIs, asIs, Buffer.alloc(0), new Metadata(), (error, value) =>
        error ? reject(error) : resolve(value),
      );
    });
    client.close();
    expect(answer).toEqual(Buffer.alloc(0));
  });
});

test('every route of the server is led to a role that serves it', async () => {
  const map = /map "\$request_method \$uri" \$role \{(.*?)\n {4}\}/s.exec(
    readFile('deploy/compose/full/nginx/nginx.conf'),
  );
  const patterns = [...(map?.[1] ?? '').matchAll(/^ *"(~?)([^"]+)" ingest;$/gm)].map(
    ([, isPattern, text = '']) =>
      isPattern ? new RegExp(text) : { test: (request: string) => request === text },
  );
  expect(patterns.length).toBeGreaterThan(10);
  const { app, close } = await testApp();
  const wrong = app.routes.flatMap(({ method, url, access }) => {
    const doors = doorsOf(method, url, access);
    const request = `${method} ${url.replace(/:\w+/g, 'x').replace('*', 'x')}`;
    const role = patterns.some((pattern) => pattern.test(request)) ? 'ingest' : 'query';
    return doors.length === 0 || doors.includes(role) ? [] : [`${request} → ${role}`];
  });
  await close();
  expect(wrong).toEqual([]);
});
