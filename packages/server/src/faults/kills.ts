import { rm } from 'node:fs/promises';
import { Seeded } from '@pharos/core/series/testing/seeded';
import type { ServerProcess } from '../testing/server-process.ts';
import { freshDataDir } from '../testing/test-records.ts';
import { type Audit, audit } from './audit.ts';
import { aTarget, live } from './life.ts';
import { Traffic } from './traffic.ts';

/** Where a process may die on the way of what it receives, besides anywhere. */
const POINTS = ['INSERT INTO payloads', 'INSERT INTO spans', 'FROM trace_index WHERE', 'WITH indexOf('];
const SENDERS = 6;

export interface Kills extends Audit {
  deaths: number;
  /** How many of them were at the statement that was drawn. */
  atStatements: number;
  requests: number;
}

/**
 * A server that is killed again and again while it is sent to, at a moment or at a statement of the engine, each drawn by the seed; and what
 * is stored at the end.
 */
export async function kills(seed: number, deaths: number): Promise<Kills> {
  const chance = new Seeded(seed);
  const dataDir = await freshDataDir();
  const target = aTarget();
  const start = (dieAt?: string) => live(dataDir, target, dieAt);
  const traffic = new Traffic(target, chance);
  let server = await start();
  const sending = traffic.run(SENDERS);
  let atStatements = 0;
  for (let death = 1; death <= deaths; death++) {
    if (await diesByItself(server, chance)) atStatements += 1;
    // Every second life ends at a statement, if it comes to it before its time is up; the last one is to answer all senders.
    const dieAt = death < deaths && chance.next() < 0.5 ? drawStatement(chance) : undefined;
    server = await start(dieAt).catch((error) => {
      // The start itself came to that statement.
      if (dieAt === undefined) throw error;
      atStatements += 1;
      return start();
    });
  }
  traffic.stop();
  await sending;
  server.kill('SIGKILL');
  await server.ended;
  const found = await audit(dataDir, traffic);
  await rm(dataDir, { recursive: true, force: true });
  return { deaths, atStatements, requests: traffic.requests, ...found };
}

function drawStatement(chance: Seeded): string {
  const when = chance.next() < 0.5 ? 'before' : 'after';
  const point = POINTS[Math.floor(chance.next() * POINTS.length)];
  const nth = 1 + Math.floor(chance.next() * 5);
  return `${when}:${point}:${nth}`;
}

/** Killed some time after it was ready; tells whether it ended by itself before. */
async function diesByItself(server: ServerProcess, chance: Seeded): Promise<boolean> {
  let isKilled = false;
  const kill = () => {
    isKilled = true;
    server.kill('SIGKILL');
  };
  const timer = setTimeout(kill, 200 + 1_800 * chance.next());
  await server.ended;
  clearTimeout(timer);
  return !isKilled;
}
