import { describe, expect, test } from 'vitest';
import { Client } from '../http.ts';
import { STAND_INS, standIn } from '../testing/stand-in.ts';
import { batchesOf, deliver } from './deliver.ts';
import type { Row } from './list.ts';

const door = { path: '/things', most: 8, encode: (data: readonly Row[]) => ({ data }) };
const things = Array.from({ length: 20 }, (_, n) => ({ n }));

describe('a load', () => {
  test('goes in requests of so many things and so many bytes', () => {
    const big = { text: 'x'.repeat(2_000_000) };
    const sizes = (values: readonly Row[]) => [...batchesOf(values, door)].map((batch) => batch.length);
    expect(sizes(things)).toEqual([8, 8, 4]);
    expect(sizes([big, big, { n: 1 }, { text: 'x'.repeat(9_000_000) }, { n: 2 }])).toEqual([1, 2, 1, 1]);
    expect(sizes([])).toEqual([]);
  });

  test('loses none but what is refused, though the door refuses whole requests', async () => {
    const isBad = (thing: Row) => thing.n === 3 || thing.n === 17;
    const { means, posted } = standIn({}, ({ body }) => {
      const { data } = body as { data: Row[] };
      const bad = data.find(isBad);
      return bad && Response.json({ detail: `no ${bad.n} here` }, { status: 422 });
    });
    const client = new Client(
      { title: 'Pharos', url: STAND_INS.PHAROS_URL, headers: {}, keyAdvice: '' },
      { means, stop: new AbortController().signal, endsAtOnce: false },
    );
    const refused = await deliver(client, { kind: 'things', door, values: things }, () => undefined);
    expect(refused).toEqual(['no 3 here', 'no 17 here']);
    const taken = posted.flatMap(({ body }) => (body as { data: Row[] }).data);
    expect(taken).toEqual(things.filter((thing) => !isBad(thing)));
  });
});
