import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aSpan } from '../../../testing/spans.ts';
import { type FilledStore, listQuery, OURS, openFilledStore } from './testing/filled-store.ts';

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock('2026-09-21T15:00:00Z'), { textIndex: false });
  await store.put(OURS, { spans: [aSpan({ input: { text: 'Where is my parcel? 我要退款' } })] });
});
afterAll(() => store.close());

it.each(['PARCEL', '退款', 'parcel 我要'])('finds %s where the text index is switched off', async (words) => {
  expect((await store.reader.traces(OURS, listQuery(words))).data).toHaveLength(1);
  expect((await store.reader.traces(OURS, listQuery(`${words} absent`))).data).toEqual([]);
});
