import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomIds } from '../../ids.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { embeddedRecords, type TestRecords } from '../../testing/test-records.ts';
import { createLoginLink, useLoginLink } from './login-links.ts';

const clock = fakeClock();
let test: TestRecords;
beforeAll(async () => {
  test = await embeddedRecords();
  const user = { id: 'u', email: 'u@example.com', name: 'u', passwordHash: null, createdAt: new Date() };
  await test.records.insertInto('users').values(user).execute();
});
afterAll(() => test.dispose());

const create = () => createLoginLink(test.records, randomIds, clock.nowMs(), 'u');
const open = (token: string) => useLoginLink(test.records, clock.nowMs(), token);

it('signs its user in once', async () => {
  const token = await create();
  expect(await open(token)).toBe('u');
  expect(await open(token)).toBeUndefined();
});

it('expires after 15 minutes', async () => {
  const token = await create();
  clock.advance(15 * 60_000);
  expect(await open(token)).toBeUndefined();
});

it('ends when a new one is made', async () => {
  const old = await create();
  const fresh = await create();
  expect(await open(old)).toBeUndefined();
  expect(await open(fresh)).toBe('u');
});
