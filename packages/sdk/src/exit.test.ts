import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Receiver } from './testing/receiver.ts';

let server: Receiver;
let child: ChildProcess;
beforeEach(async () => {
  server = await new Receiver().listen();
});
afterEach(async () => {
  child.kill('SIGKILL');
  await server.close();
});

/** A program that has an agent, which makes one run and then does what is told. */
function program(then: string, exitTimeoutMs = 5_000): ChildProcess {
  const sdk = JSON.stringify(new URL('./index.ts', import.meta.url).href);
  const options = { url: server.url, secretKey: 'sk-1', agent: { name: 'support' }, exitTimeoutMs };
  const source = `
    import { start } from ${sdk};
    const pharos = start(${JSON.stringify(options)});
    pharos.agent.run('answer', (run) => run.step('read', () => 1));
    ${then}`;
  child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return child;
}
const paths = () => new Set(server.received.map(({ path }) => path));
const EVERYTHING = new Set(['/api/v1/agents/heartbeats', '/api/v1/agents/runs', '/v1/traces']);
const all = () => server.received.map(({ body }) => body.toString('latin1')).join('\n');

test('A program that has nothing more to do ends, and what it did has been told', async () => {
  const [code] = await once(program(''), 'exit');
  expect(code).toBe(0);
  expect(paths()).toEqual(EVERYTHING);
  expect(all()).toContain('"event":"ended"');
  expect(all()).toContain('"says":"stopping"');
});

test('A program ends as well when the server does not answer', async () => {
  server.answer = () => undefined;
  const [code] = await once(program('', 100), 'exit');
  expect(code).toBe(0);
});

test('A program that is told to stop tells what it did, and is stopped by that signal', async () => {
  program(`setInterval(() => 1, 1000); console.log('up');`);
  if (child.stdout) await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGTERM');
  expect(paths()).toEqual(EVERYTHING);
  expect(all()).toContain('"says":"stopping"');
});

test('A program in which it was started twice is stopped by the signal all the same', async () => {
  program(`
    start({ url: ${JSON.stringify(server.url)}, secretKey: 'sk-1' });
    setInterval(() => 1, 1000);
    console.log('up');`);
  if (child.stdout) await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGTERM');
  expect(all()).toContain('"says":"stopping"');
});

test('A program that handles the signal by itself goes on, and what it does then is told', async () => {
  program(`
    const open = setInterval(() => 1, 1000);
    process.on('SIGTERM', () => {
      pharos.agent.run('the last', () => 1);
      clearInterval(open);
    });
    console.log('up');`);
  if (child.stdout) await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(all()).toContain('the last');
});
