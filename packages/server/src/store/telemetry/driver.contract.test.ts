import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from './driver.ts';
import { openEmbedded } from './embedded-driver.ts';

let directory: string;
let driver: Driver;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pharos-'));
  driver = await openEmbedded({ path: join(directory, 'e') });
});
afterAll(async () => {
  await driver.close();
  await rm(directory, { recursive: true });
});
test('x', async () => {
  console.log(
    await driver.query(
      "select {a:String} a, {b:Array(String)} b, {c:Int64} c, {d:Float64} d, toDecimal64('1.5',12) e, now64(9,'UTC') f, true g, nan h",
      { a: "o'r\\ \n\u0000世 {a:String}", b: ["x'y", 'z\\'], c: 9007199254740993n, d: 1.5 },
    ),
  );
  console.log(await driver.query('select 1 where 0'));
  const s = Date.now();
  await expect(
    driver.query('select count() from numbers(100000000000)', {}, { timeoutMs: 300 }),
  ).rejects.toThrow('300 ms');
  console.log(Date.now() - s);
  const all = [];
  for (let i = 0; i < 3; i++) all.push(driver.query('select 1'));
  await Promise.all(all);
  console.log(Date.now() - s);
  console.log(
    await driver.query("select 1 where (('a','b') in arrayZip({x:Array(String)},{y:Array(String)}))", {
      x: ['a', 'c'],
      y: ['b', 'd'],
    }),
  );
  console.log(
    await driver.query('select {x:Array(String)} as x, {y:Array(UInt64)} y', { x: [], y: [5n, 7] }),
  );
});
