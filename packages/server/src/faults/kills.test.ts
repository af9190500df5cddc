import { expect, test } from 'vitest';
import { kills } from './kills.ts';

test('a server that is killed again and again under load loses and doubles nothing that it acknowledged', async () => {
  const seed = Number(process.env.PHAROS_TEST_SEED ?? 20_261_127);
  const { requests, ...found } = await kills(seed, 2);
  expect(requests).toBeGreaterThan(10);
  const nothing = { lost: 0, doubled: 0, withoutText: 0, tokensOff: 0, rollupsOff: 0 };
  expect(found, `seed ${seed}`).toMatchObject(nothing);
  expect(found.spans).toBeGreaterThan(10);
  expect(found.tokens).toBeGreaterThan(0);
}, 240_000);
