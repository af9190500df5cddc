import type { Door, Load, Row } from '../../transfer/list.ts';
import { isRow, pick, structured, textIn } from '../rows.ts';

const RUN = [
  'id',
  'trace_id',
  'dotted_order',
  'parent_run_id',
  'name',
  'run_type',
  'start_time',
  'end_time',
  'inputs',
  'outputs',
  'error',
  'extra',
  'events',
  'tags',
  'serialized',
  'reference_example_id',
  'session_name',
];
/** What the source is asked for: the same, and what it may have found out itself. */
export const SELECT = [
  ...RUN.filter((key) => key !== 'session_name' && key !== 'serialized'),
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'first_token_time',
];

const FEEDBACK = [
  'id',
  'run_id',
  'trace_id',
  'key',
  'score',
  'value',
  'comment',
  'correction',
  'feedback_source',
  'created_at',
];

export const RUNS: Door = { path: '/runs/batch', most: 500, encode: (post) => ({ post }) };

/** Feedback has no batch of its own; as parts of a form it travels many at a time, as the SDKs send it. */
export const FEEDBACK_PARTS: Door = {
  path: '/runs/multipart',
  most: 200,
  encode(values) {
    const form = new FormData();
    for (const value of values)
      form.append(
        `feedback.${String(value.id)}`,
        new Blob([JSON.stringify(value)], { type: 'application/json' }),
      );
    return form;
  },
};

/** A run as the SDKs post one that has ended. */
export function runBody(row: Row, project: string | undefined): Row {
  const body = pick({ session_name: project, ...row }, RUN);
  const extra = structured(row.extra);
  return {
    ...body,
    ...(body.inputs !== undefined && { inputs: structured(body.inputs) }),
    ...(body.outputs !== undefined && { outputs: structured(body.outputs) }),
    ...(isRow(extra) && { extra: withCountedTokens(row, extra) }),
    ...firstToken(row),
  };
}

const FIRST_TOKEN = 'new_token';

/** Of the tokens of a stream the source may remember only when the first one came. */
function firstToken({ events, first_token_time: time }: Row): Row {
  const told: Row[] = Array.isArray(events) ? events.filter(isRow) : [];
  if (typeof time !== 'string' || told.some(({ name }) => name === FIRST_TOKEN)) return {};
  return { events: [...told, { name: FIRST_TOKEN, time }] };
}

/** Counted by LangSmith where the answer of the model told none; what a run itself says of its tokens goes before it. */
function withCountedTokens(row: Row, extra: Row): Row {
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = row;
  const metadata = isRow(extra.metadata) ? extra.metadata : {};
  const isCounted = textIn(row, 'run_type') === 'llm' && typeof total === 'number' && total > 0;
  if (!isCounted || metadata.usage_metadata !== undefined) return extra;
  const usage = { input_tokens: input ?? 0, output_tokens: output ?? 0, total_tokens: total };
  return { ...extra, metadata: { ...metadata, usage_metadata: usage } };
}

export const runs = (rows: readonly Row[], project: string | undefined): Load => ({
  kind: 'runs',
  door: RUNS,
  values: rows.map((row) => runBody(row, project)),
});

export const feedback = (rows: readonly Row[]): Load => ({
  kind: 'feedback',
  door: FEEDBACK_PARTS,
  values: rows.map((row) => pick(row, FEEDBACK)),
});
