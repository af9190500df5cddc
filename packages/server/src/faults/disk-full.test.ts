import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { isSound } from './audit.ts';
import { diskFull } from './disk-full.ts';

test.runIf(userInfo().uid === 0)(
  'a server whose disk is full refuses what it cannot store, answers pages, and goes on when there is room, with all that it acknowledged',
  async () => {
    const seed = 20_261_128;
    const found = await diskFull(seed);
    expect(found, `seed ${seed}`).toSatisfy(isSound);
    expect(found.read).toEqual([200, 200, 200, 200]);
    expect(found.noted).toEqual([{ status: 503, stores: ['records'] }, { status: 201 }]);
    expect(found.before).toBeGreaterThan(50);
    expect(found.after).toBeGreaterThan(50);
    expect(found.refused).toBeGreaterThan(20);
  },
  240_000,
);
