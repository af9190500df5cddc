import type { Json } from '@pharos/core/content';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { DecodeError } from '../../intake/errors.ts';
import type { DecodeContext } from '../decode.ts';
import { decompress } from '../decompress.ts';
import { parseJson, type SpentContainers } from '../json-text.ts';
import { attachment, receivedFile } from './attachments.ts';
import { attempt } from './decode.ts';
import { feedbackScore } from './feedback.ts';
import { multipartParts, type Part } from './multipart.ts';
import { BadRun, runFragment } from './run.ts';

/** Of all parts that are compressed one by one. */
const MAX_INFLATED_BYTES = 20 * 1024 * 1024;

/** What a run's parts begin with, and whether they change a run. */
const VERBS = new Map([
  ['post', false],
  ['patch', true],
]);

/** What large values of a run are sent apart from it. */
const FIELDS = new Set(['inputs', 'outputs', 'events', 'extra', 'error', 'serialized']);

/** The parts of one run, by the field that they hold; the run itself is under ''. */
interface SentRun {
  update: boolean;
  id: string;
  parts: Map<string, Part>;
}

/**
 * LangSmith's `POST /runs/multipart`: parts `post.<id>` or `patch.<id>` with a run, `post.<id>.outputs` and the like
 * with its large values, `attachment.<id>.<name>` and `feedback.<id>`, in any order.
 * @throws DecodeError when the body as a whole cannot be read.
 */
export function decodeRunParts(bytes: Uint8Array, { receivedNs, contentType }: DecodeContext): DecodedBatch {
  const batch = emptyBatch();
  const runs = new Map<string, SentRun>();
  const files = new Map<string, Map<string, Part>>();
  const read = reader();
  for (const part of multipartParts(bytes, contentType)) {
    attempt(batch, () => {
      const [verb = '', id = '', ...rest] = part.name.split('.');
      const field = rest.join('.');
      const update = VERBS.get(verb);
      if (id === '') throw unknown(part);
      if (update !== undefined && (field === '' || FIELDS.has(field)))
        runOf(runs, `${verb}.${id}`, { update, id }).parts.set(field, part);
      else if (verb === 'attachment' && field !== '') filesOf(files, id).set(field, part);
      else if (verb === 'feedback' && field === '') {
        batch.scores.push(feedbackScore(identified(recordIn(part, read), id), { receivedNs }));
      } else throw unknown(part);
    });
  }
  for (const [name, { update, id, parts }] of runs) {
    const attachments = files.get(id);
    files.delete(id);
    attempt(batch, () => {
      const { '': main, ...fields } = Object.fromEntries(parts);
      if (!main) throw new BadRun(`the part "${shown(name)}" is missing`);
      const run = identified(recordIn(main, read), id);
      for (const [field, part] of Object.entries(fields)) run[field] = read(part);
      const fragment = runFragment(run, { update, receivedNs });
      if (attachments) fragment.body.attachments = takeFiles(batch, attachments);
      batch.fragments.push(fragment);
    });
  }
  for (const id of files.keys())
    attempt(batch, () => {
      throw new BadRun(`the run ${shown(id)} of an attachment is not in the request`);
    });
  return batch;
}

const shown = (name: string): string => name.slice(0, 80);
const unknown = ({ name }: Part) => new BadRun(`the part "${shown(name)}" is not known here`);

function recordIn(part: Part, read: (part: Part) => Json): JsonRecord {
  const value = read(part);
  if (!isRecord(value)) throw new BadRun(`the part "${shown(part.name)}" must be an object`);
  return value;
}

/** The name of its part says which it is, when it does not. */
const identified = (record: JsonRecord, id: string): JsonRecord => ({ ...record, id: record.id ?? id });

function takeFiles(batch: DecodedBatch, parts: ReadonlyMap<string, Part>): JsonRecord {
  const told = [...parts].map(([name, { contentType, bytes }]) => {
    const file = receivedFile(contentType, bytes);
    batch.files.push(file);
    return [name, attachment(file)];
  });
  return Object.fromEntries(told) as JsonRecord;
}

/** Reads parts as JSON, under one budget for all of them. */
function reader(): (part: Part) => Json {
  const spent: SpentContainers = { containers: 0 };
  let room = MAX_INFLATED_BYTES;
  return ({ name, encoding, bytes }) => {
    let text = bytes;
    if (encoding !== '') {
      text = decompress(encoding, bytes, room);
      room -= text.length;
    }
    try {
      return parseJson(text, spent) as Json;
    } catch (error) {
      if (error instanceof DecodeError) throw new BadRun(`the part "${shown(name)}": ${error.message}`);
      throw error;
    }
  };
}

function runOf(runs: Map<string, SentRun>, name: string, told: { update: boolean; id: string }): SentRun {
  const run = runs.get(name) ?? { ...told, parts: new Map() };
  runs.set(name, run);
  return run;
}

function filesOf(files: Map<string, Map<string, Part>>, id: string): Map<string, Part> {
  const known = files.get(id) ?? new Map<string, Part>();
  files.set(id, known);
  return known;
}
