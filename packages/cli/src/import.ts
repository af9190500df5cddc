import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileList } from './files/file-list.ts';
import { Client, type Server } from './http.ts';
import type { ImportOptions } from './options.ts';
import type { List } from './transfer/list.ts';
import { count, Progress } from './transfer/progress.ts';
import { report } from './transfer/report.ts';
import { StateFile } from './transfer/state.ts';
import { sumOf } from './transfer/tally.ts';
import { transfer } from './transfer/transfer.ts';
import { Failure, Stopped, type World } from './world.ts';

/**
 * Runs an import, or what is left of one, to its end; the exit code.
 * @throws Failure
 */
export async function runImport(options: ImportOptions, world: World): Promise<0 | 1> {
  const { screen, means, stop, directory } = world;
  const { to, isDryRun } = options;
  const file = await openState(options, world);
  const { lists: known, tally } = file.state;
  const stateName = relative(directory, file.path);
  const progress = new Progress(screen, means.nowMs);
  const waits = (ms: number, why: string) => progress.pause(ms, why);
  const target = new Client(pharosAt(to), { means, stop, endsAtOnce: false, waits });
  // What is still being read ahead when the import ends, well or badly, is of no use.
  const ended = new AbortController();
  const untilEnded = { means, stop: AbortSignal.any([stop, ended.signal]), endsAtOnce: true, waits };
  const reader = (server: Server) => new Client(server, untilEnded);

  const begunMs = means.nowMs();
  const before = sumOf(tally.taken);
  const tellResult = (words: string) => {
    const seconds = (means.nowMs() - begunMs) / 1000;
    const moved = sumOf(tally.taken) - before;
    const rate = seconds > 0 ? `, ${count(Math.round(moved / seconds))}/s` : '';
    screen.write(`${words} ${count(moved)} in ${seconds.toFixed(1)} s${rate}\n${report(tally)}`);
  };
  try {
    if (!isDryRun) await probe(target);
    const lists = await listsOf(options, file, reader);
    if (file.resumed && lists.every(({ name }) => known[name]?.done))
      screen.write(`This import is done. To import again what is there by now, remove ${stateName}.\n`);
    else {
      if (file.resumed) screen.write(`Going on from where ${stateName} says.\n`);
      await transfer({ lists, target: isDryRun ? undefined : target, file, progress, stop });
      tellResult(isDryRun ? 'Read, and written nowhere:' : 'Imported');
    }
    return sumOf(tally.refused) > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Stopped || error instanceof Failure)) throw error;
    progress.broken();
    if (error instanceof Stopped) tellResult('Stopped. Imported');
    if (Object.keys(known).length > 0 && !isDryRun)
      screen.write(`The same command goes on from here (${stateName}).\n`);
    if (error instanceof Failure) throw error;
    return 1;
  } finally {
    ended.abort();
  }
}

const pharosAt = ({ url, key }: ImportOptions['to']): Server => ({
  title: 'Pharos',
  url,
  headers: { authorization: `Bearer ${key}` },
  keyAdvice: 'Check PHAROS_SECRET_KEY, or --key.',
});

/** Address, key and what the key may do, before anything is read. */
async function probe(target: Client): Promise<void> {
  await target.ask({ method: 'POST', path: '/api/public/ingestion', body: { batch: [] } });
}

async function listsOf(
  { system, from, scope }: ImportOptions,
  { state: { until } }: StateFile,
  reader: (server: Server) => Client,
): Promise<List[]> {
  if ('file' in from) return [fileList(from.file, (row) => system.load(row, scope.projects[0]))];
  const { title, key, headers } = system;
  const source = { title, url: from.url, headers: headers(from.key), keyAdvice: key.advice };
  return await system.lists(reader(source), { ...scope, until });
}

/** A file that was written anew is another one, whatever its name. */
function fileIdentity(path: string) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return { file: path, size: stat?.size, writtenMs: stat?.mtimeMs };
}

async function openState(options: ImportOptions, { directory, means }: World): Promise<StateFile> {
  const { name, from, to, scope, statePath, isDryRun } = options;
  // Other keys, such as those of another project, are another import. A digest tells nothing of them.
  const identity = createHash('sha256')
    .update(JSON.stringify([name, 'file' in from ? fileIdentity(from.file) : from, to, scope]))
    .digest('hex')
    .slice(0, 16);
  const source = 'file' in from ? from.file : from.url;
  const label = 'file' in from ? basename(from.file) : new URL(from.url).host.replace(':', '-');
  const usual = `pharos-import-${name}-${label}-${identity.slice(0, 6)}.json`;
  const until = scope.until ?? new Date(means.nowMs()).toISOString();
  const fresh = { import: identity, from: source, to: to.url, until };
  return isDryRun
    ? StateFile.unsaved(fresh)
    : await StateFile.open(statePath ?? join(directory, usual), fresh);
}
