import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForBackup } from './ask.ts';

let directory: string;
let servers = 0;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pharos-ask-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Asks a server that answers in this way; the steps that it told. */
async function asked(listener: RequestListener): Promise<string[]> {
  const socketPath = join(directory, `${++servers}.sock`);
  const server = createServer(listener).listen(socketPath);
  await once(server, 'listening');
  const steps: string[] = [];
  try {
    await askForBackup(
      socketPath,
      { shelf: '/backups', incremental: false, withoutKey: false },
      { signal: new AbortController().signal, tell: (step) => steps.push(step) },
    );
    return steps;
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

test.each([
  ['no JSON', 'records'],
  ['a line that this version does not know', '{"share": 0.5}'],
])('a server of another version that says %s is left, and that is said', async (_, line) => {
  await expect(asked((_request, response) => void response.write(`${line}\n`))).rejects.toThrow(
    'another version',
  );
});

test('a server that refuses, or breaks off, is told of in its words', async () => {
  await expect(
    asked((_request, response) => void response.writeHead(503).end('It is not ready yet.\n')),
  ).rejects.toThrow('the server says: It is not ready yet.');
  await expect(asked((_request, response) => void response.end('{"step": "records"}\n'))).rejects.toThrow(
    'broke off',
  );
});
