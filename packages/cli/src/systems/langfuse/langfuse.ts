import { z } from 'zod';
import type { Client } from '../../http.ts';
import type { Load, Row } from '../../transfer/list.ts';
import { isThere, read } from '../read.ts';
import type { System } from '../system.ts';
import { observations, scores, traces, tracesTold } from './events.ts';
import {
  observationsList,
  observationsListV2,
  SCORES_PATHS,
  scoresList,
  scoresListV3,
  tracesList,
} from './lists.ts';

const projectsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Servers of release 4 have most of what came before switched off. */
async function firstOf(source: Client, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isThere(source, path)) return path;
  return undefined;
}

export const langfuse: System = {
  title: 'Langfuse',
  url: {
    env: ['LANGFUSE_BASE_URL', 'LANGFUSE_BASEURL', 'LANGFUSE_HOST'],
    usual: 'https://cloud.langfuse.com',
  },
  key: {
    env: ['LANGFUSE_PUBLIC_KEY', 'LANGFUSE_SECRET_KEY'],
    advice: 'Its key is a pair, written <public key>:<secret key>; keys are of one region and one project.',
  },
  hasProjects: false,
  headers: (key) => ({ authorization: `Basic ${Buffer.from(key).toString('base64')}` }),
  async lists(source, scope) {
    await read(source, { path: '/api/public/projects' }, projectsSchema);
    const hasTraces = await isThere(source, '/api/public/traces');
    const scoresPath = await firstOf(source, SCORES_PATHS);
    return [
      ...(hasTraces
        ? [tracesList(source, scope), observationsList(source, scope)]
        : [observationsListV2(source, scope)]),
      scoresPath === undefined ? scoresListV3(source, scope) : scoresList(source, scoresPath, scope),
    ];
  },
  load: (row) => loadsOf(camelKeys(row)),
};

/** Exports of the tables are written as the API is, those to a blob storage as the database is. */
const camelKeys = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

const TELL_OF_TRACE = ['userId', 'sessionId', 'traceName'];

function loadsOf(row: Row): readonly Load[] | undefined {
  if (typeof row.id !== 'string') return undefined;
  if ('dataType' in row || ('value' in row && 'source' in row)) return [scores([row])];
  if ('startTime' in row && 'traceId' in row) {
    const told = TELL_OF_TRACE.some((key) => typeof row[key] === 'string' && row[key] !== '');
    return [...(told ? [traces(tracesTold([row]))] : []), observations([row])];
  }
  return 'timestamp' in row ? [traces([row])] : undefined;
}
