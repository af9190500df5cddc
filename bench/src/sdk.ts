import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { type Pharos, start } from '@pharos/sdk';
import { quantile, round } from './statistics.ts';

/*
 * What the SDK takes of a program: the call itself by the clock, and all of it with redaction, encoding and sending by the time
 * of processors (of all threads, so a little more than the main one's), while a server in another process says yes to everything. `npm run bench:sdk`
 */
const ROUNDS = 20;
const SPANS_A_ROUND = 2_000;
const PAYLOADS_A_ROUND = 40;
const TARGETS = { spanMicros: 20, payloadMs: 1 };

const SERVER = `
  const { createServer } = require('node:http');
  const server = createServer((request, response) => request.resume().on('end', () => response.end()));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

/** About 100 KB of prompt, as text of several messages. */
const MESSAGES = Array.from({ length: 20 }, (_, n) => ({
  role: n % 2 ? 'assistant' : 'user',
  content: `${n} ${'What would it cost to send the second parcel back by Friday? '.repeat(83)}`,
}));

interface Figures {
  callMs: number[];
  /** All that was done, sending included, by span. */
  wholeMs: number[];
}

async function measure(pharos: Pharos, count: number, call: () => void): Promise<Figures> {
  const figures: Figures = { callMs: [], wholeMs: [] };
  for (let round = -3; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const callMs: number[] = [];
    for (let n = 0; n < count; n++) {
      const from = performance.now();
      call();
      callMs.push(performance.now() - from);
    }
    if (!(await pharos.flush(10_000))) throw new Error('not everything was sent');
    const { user, system } = process.cpuUsage(before);
    // The first rounds are compiled as they run.
    if (round < 0) continue;
    figures.callMs.push(...callMs);
    figures.wholeMs.push((user + system) / 1000 / count);
  }
  return figures;
}

const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = await once(server.stdout, 'data');
const begin = (redact: ('email' | 'card' | 'secret')[]) =>
  start({ url: `http://127.0.0.1:${String(port).trim()}`, secretKey: 'sk-bench', service: 'bench', redact });

const rows: { what: string; call: string; whole: string; good: boolean }[] = [];
for (const redact of [[], ['email', 'card', 'secret'] as const]) {
  const pharos = begin([...redact]);
  const rules = redact.length > 0 ? `, ${redact.length} rules of redaction` : '';
  const spans = await measure(pharos, SPANS_A_ROUND, () => pharos.agent.step('step', () => undefined));
  const micros = (figures: number[], p: number) => `${round(quantile(figures, p) * 1000, 1)} µs`;
  rows.push({
    what: `span without payload${rules}`,
    call: `${micros(spans.callMs, 0.5)} p50, ${micros(spans.callMs, 0.99)} p99`,
    whole: `${micros(spans.wholeMs, 0.5)} p50`,
    good: quantile(spans.wholeMs, 0.5) * 1000 <= TARGETS.spanMicros,
  });
  const payloads = await measure(pharos, PAYLOADS_A_ROUND, () =>
    pharos.tokens.usage({ model: 'gpt-4.1', input: MESSAGES }, { input: 25_000, output: 12 }),
  );
  const millis = (figures: number[], p: number) => `${round(quantile(figures, p), 2)} ms`;
  rows.push({
    what: `payload of ${round(JSON.stringify(MESSAGES).length / 1024)} KB${rules}`,
    call: `${millis(payloads.callMs, 0.5)} p50, ${millis(payloads.callMs, 0.99)} p99`,
    whole: `${millis(payloads.wholeMs, 0.5)} p50`,
    good: quantile(payloads.wholeMs, 0.5) <= TARGETS.payloadMs,
  });
  const { dropped = 0, refused = 0 } = pharos.counts().spans ?? {};
  if (dropped + refused > 0) throw new Error(`${dropped} dropped, ${refused} refused`);
  await pharos.shutdown();
}
server.kill();

for (const { what, call, whole, good } of rows) {
  console.log(`${what}: the call ${call}; with encoding and sending ${whole}${good ? '' : '  (too slow)'}`);
}
process.exitCode = rows.every(({ good }) => good) ? 0 : 1;
