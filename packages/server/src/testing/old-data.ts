import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import type { SessionSummary, UserSummary } from '@pharos/core/api/spans';

const FOLDER = new URL('../../fixtures/2026-11-24/', import.meta.url);

type SpanFacts = (string | number | null)[];
interface OldAnswer {
  group: string[];
  totals: Record<string, number>;
  exact: Record<string, string>;
}

/** What the version that made the data folder told of it. */
export interface OldFacts {
  admin: { email: string; password: string };
  viewer: { email: string; password: string };
  projectId: string;
  otherProjectId: string;
  keys: { first: string; ingest: string; revoked: string };
  range: { from: string; to: string };
  /** In the order of the facts of a span. */
  spanFields: string[];
  traces: Record<
    string,
    {
      spanCount: number;
      errorCount: number;
      tokens: number;
      cost: string;
      unpricedSpans: number;
      spans: SpanFacts[];
    }
  >;
  users: UserSummary[];
  sessions: SessionSummary[];
  members: { email: string; role: string }[];
  metrics: string[];
  answers: Record<'all' | 'model' | 'user', OldAnswer[]>;
}

export const oldFacts = (): OldFacts =>
  JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as OldFacts;

/** A copy of the data folder of an old version; `part` of it, or the whole. */
export async function oldData(
  part: 'data' | 'data/telemetry' | 'data/records' = 'data',
): Promise<{ dataDir: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'pharos-old-'));
  const tar = spawn('tar', ['x', '-C', directory, part], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(tar, 'close');
  await pipeline(createReadStream(new URL('data.tar.br', FOLDER)), createBrotliDecompress(), tar.stdin);
  const [code] = await ended;
  if (code !== 0) throw new Error(`tar ended with ${code}`);
  return {
    dataDir: join(directory, 'data'),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
