import type { Json } from '@pharos/core/content';
import { isRecord } from '@pharos/core/message-parts';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { DecodeError } from '../../intake/errors.ts';
import { reject } from '../../intake/rejection.ts';
import type { DecodeContext } from '../decode.ts';
import { parseJson } from '../json-text.ts';
import { BadRun, runFragment } from './run.ts';

/** Takes one run or feedback; a bad one is counted and harms no other. */
export function attempt(batch: DecodedBatch, take: () => void): void {
  try {
    take();
  } catch (error) {
    if (!(error instanceof BadRun)) throw error;
    reject(batch, 'malformed', error.message);
  }
}

function runsIn(value: Json | undefined, what: string): Json[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new DecodeError(`"${what}" must be a list of runs`);
  return value;
}

/**
 * LangSmith's `POST /runs/batch`, `{post: [run], patch: [run]}`, or a single run: posted, or, when the path names
 * one, changed.
 * @throws DecodeError when it is neither.
 */
export function decodeRuns(bytes: Uint8Array, { receivedNs, subject }: DecodeContext): DecodedBatch {
  const request = parseJson(bytes) as Json;
  if (!isRecord(request))
    throw new DecodeError('the body must be a run, or {"post": [runs], "patch": [runs]}');
  const batch = emptyBatch();
  const take = (run: Json, update: boolean) =>
    attempt(batch, () => {
      if (!isRecord(run)) throw new BadRun('a run must be an object');
      batch.fragments.push(runFragment(run, { update, receivedNs }));
    });
  // The path names the run; its trace is added when it is known.
  const [id = '', trace_id = null] = subject.split(' ');
  if (id !== '') take({ trace_id, ...request, id }, true);
  else if ('post' in request || 'patch' in request) {
    for (const run of runsIn(request.post, 'post')) take(run, false);
    for (const run of runsIn(request.patch, 'patch')) take(run, true);
  } else take(request, false);
  return batch;
}
