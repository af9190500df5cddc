import { setTimeout as wait } from 'node:timers/promises';
import { atPace, reportPace } from './pace.ts';
import { startServer } from './server.ts';
import { quantile } from './statistics.ts';

/*
 * How long after it was reported a change reaches each of 200 viewers of one process, while 2,000 heartbeats of presence a second come in,
 * and how much of a processor the server takes for it: `npm run bench:live`.
 */
const VIEWERS = 200;
const USERS = 20_000;
const HEARTBEATS_A_SECOND = 2_000;
const IN_A_REQUEST = 20;
const SECONDS = 20;
const CHANGE_EVERY_MS = 1_100;
const TARGET_MS = 1_000;

const server = await startServer();
const post = async (path: string, body: object) => {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...server.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
};

/** When the step of the run that is changed was reported, and how long after it each viewer knew. */
const reportedAt = new Map<string, number>();
const delays: number[] = [];
let bytes = 0;
const closing = new AbortController();

async function watch(): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/live/stream`, {
    headers: server.headers,
    signal: closing.signal,
  });
  if (!answer.ok || !answer.body) throw new Error(`no stream: ${answer.status}`);
  let unread = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const now = performance.now();
    bytes += chunk.length;
    const events = (unread + chunk).split('\n\n');
    unread = events.pop() ?? '';
    for (const event of events) {
      const step = /"step":"(step-\d+)"/.exec(event)?.[1];
      const at = step && reportedAt.get(step);
      if (at) delays.push(now - at);
    }
  }
}

const presence = (n: number) =>
  post('/api/v1/presence', {
    reports: Array.from({ length: IN_A_REQUEST }, (_, i) => {
      const user = (n * IN_A_REQUEST + i) % USERS;
      return { userId: `user-${user}`, page: `/orders/${user % 50}`, country: user % 2 ? 'DE' : 'CN' };
    }),
  });

const watching = Array.from({ length: VIEWERS }, () =>
  watch().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  }),
);
await post('/api/v1/agents/heartbeats', {
  heartbeats: [{ agent: 'bench', instance: '1', intervalSeconds: 600 }],
});
await post('/api/v1/agents/runs', {
  runs: [{ runId: 'run', agent: 'bench', instance: '1', event: 'started' }],
});
await atPace(presence, HEARTBEATS_A_SECOND / IN_A_REQUEST, 5);

const cpu = server.cpuSeconds();
const [bytesBefore, changes] = [bytes, Math.floor((SECONDS * 1000) / CHANGE_EVERY_MS)];
const pace = atPace(presence, HEARTBEATS_A_SECOND / IN_A_REQUEST, SECONDS);
for (let n = 0; n < changes; n++) {
  const step = `step-${n}`;
  reportedAt.set(step, performance.now());
  await post('/api/v1/agents/runs', {
    runs: [{ runId: 'run', agent: 'bench', instance: '1', event: 'progress', step }],
  });
  await wait(CHANGE_EVERY_MS);
}
reportPace(`requests of ${IN_A_REQUEST} heartbeats`, await pace, TARGET_MS);
const share = (server.cpuSeconds() - cpu) / SECONDS;
await wait(TARGET_MS);
console.log(
  `${changes} changes to ${VIEWERS} viewers: ${delays.length} of ${changes * VIEWERS} seen, after p50 ${quantile(delays, 0.5).toFixed(0)} ms, p99 ${quantile(delays, 0.99).toFixed(0)} ms, longest ${Math.max(...delays).toFixed(0)} ms`,
);
console.log(
  `the server took ${(share * 100).toFixed(0)} % of one processor and ${server.rssMiB()} MiB; a viewer was sent ${((bytes - bytesBefore) / VIEWERS / SECONDS / 1024).toFixed(1)} KiB/s`,
);
console.log(
  `frames sent ${await server.metric('pharos_live_frames_sent_total')}, skipped ${await server.metric('pharos_live_frames_skipped_total')}`,
);
closing.abort();
await Promise.all(watching);
await server.destroy();
if (delays.length < changes * VIEWERS || quantile(delays, 0.99) > TARGET_MS) process.exitCode = 1;
