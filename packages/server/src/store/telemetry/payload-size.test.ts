import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { aModelCall } from '../../testing/spans.ts';
import { OURS, openFilledStore } from './read/testing/filled-store.ts';
import { mergeParts } from './testing/merge-parts.ts';

const START_NS = 1_790_000_000_000_000_000n;
const SESSIONS = 12;

/** Text that nothing else repeats. */
const fresh = (name: string): string =>
  Array.from({ length: 16 }, (_, n) => createHash('sha256').update(`${name} ${n}`).digest('base64')).join(
    ' ',
  );

/** A chat whose every turn is a trace of its own and sends all that was said before. */
function* turnsOf(session: number, turns: number) {
  const messages = [
    { role: 'system' as const, parts: [{ type: 'text' as const, text: fresh(`system ${session}`) }] },
  ];
  for (let turn = 0; turn < turns; turn++) {
    messages.push({ role: 'system', parts: [{ type: 'text', text: fresh(`question ${session} ${turn}`) }] });
    yield aModelCall({
      ...{
        sessionId: `session ${session}`,
        traceId: createHash('md5').update(`${session} ${turn}`).digest('hex'),
      },
      ...{ spanId: `${turn}`, startNs: START_NS + BigInt(turn) * 60_000_000_000n },
      input: { messages: [...messages] },
      output: { text: '' },
    });
  }
}

async function storedBytes(turns: number): Promise<{ stored: number; sent: number }> {
  const store = await openFilledStore(fakeClock('2026-09-21T15:00:00Z'), { engine: 'embedded' });
  const chats = Array.from({ length: SESSIONS }, (_, session) => [...turnsOf(session, turns)]);
  // As they come: turn by turn, of all chats at once.
  for (let turn = 0; turn < turns; turn++)
    await store.put(OURS, { spans: chats.flatMap((chat) => chat[turn] ?? []) });
  await mergeParts(store.driver, 'payloads');
  const [row] = await store.driver.query<{ stored: string; sent: string }>(
    `SELECT (SELECT sum(data_compressed_bytes) FROM system.parts WHERE table = 'payloads' AND active) AS stored,
  (SELECT sum(length(input)) FROM payloads) AS sent`,
  );
  await store.close();
  return { stored: Number(row?.stored), sent: Number(row?.sent) };
}

test('storage of text grows with what is new, not with what is sent again', async () => {
  const [short, long] = [await storedBytes(8), await storedBytes(24)];
  // Three times as many turns send more than seven times the text, of which a third is new.
  expect(long.sent / short.sent).toBeGreaterThan(7);
  expect(long.stored / short.stored).toBeLessThan(3.5);
  expect(long.stored / long.sent).toBeLessThan(0.1);
});
