import { ALL_ANSWERS, ANSWERS, EMBEDDING_TOKENS, REJECTION } from '../scenario/answers.ts';
import { CARRIER_IS_LATE, CONVERSATIONS, FEEDBACK, TRACK_PARCEL } from '../scenario/conversations.ts';
import {
  answeredCalls,
  callOf,
  STREAMED_ANSWERS,
  spansOf,
  stepsOf,
  traceOf,
  WHOLE_ANSWERS,
} from './facts.ts';
import {
  counts,
  detailProblems,
  expected,
  missing,
  type Problems,
  type Run,
  says,
  tokenProblems,
} from './problems.ts';
import type { Sdk } from './sdk.ts';

export interface Check {
  /** Column of the table. */
  title: string;
  /** What a tick promises. */
  about: string;
  problems(run: Run, sdk: Sdk): Problems;
}

export const CHECKS = {
  traces: {
    title: 'traces',
    about: 'Each of the four conversations is one trace.',
    problems: ({ traces }) => expected('traces', traces.length, CONVERSATIONS.length),
  },
  tree: {
    title: 'tree',
    about: 'Every step that the SDK sends is there, once, under its parent and of its kind.',
    problems: ({ traces }, { trees }) =>
      CONVERSATIONS.flatMap(({ id }) => {
        const trace = traceOf(traces, id);
        return expected(id, trace ? stepsOf(trace) : [], trees[id]);
      }),
  },
  models: {
    title: 'models',
    about: 'Each answered call names its model.',
    problems: ({ traces }) =>
      ALL_ANSWERS.flatMap((answer) =>
        missing(`a call of ${answer.responseModel}`, callOf(traces, answer) !== undefined),
      ),
  },
  tokens: {
    title: 'tokens',
    about: 'Input and output tokens of each whole answer, to the token.',
    problems: (run) => tokenProblems(run, WHOLE_ANSWERS, ['input', 'output']),
  },
  cached: {
    title: 'cached',
    about: 'Of them the tokens read from the cache, which are cheaper.',
    problems: (run) => detailProblems(run, 'cached'),
  },
  reasoning: {
    title: 'reasoning',
    about: 'Of them the tokens spent on reasoning.',
    problems: (run) => detailProblems(run, 'reasoning'),
  },
  streamed: {
    title: 'stream',
    about: 'Input and output tokens of the streamed answer, to the token.',
    problems: (run) => tokenProblems(run, STREAMED_ANSWERS, ['input', 'output']),
  },
  embeddings: {
    title: 'embeddings',
    about: 'The calls of the embedding model, with their tokens.',
    problems: ({ traces }) =>
      (['refund', 'delivery'] as const).flatMap((id) =>
        expected(
          `embedding tokens of ${id}`,
          answeredCalls(traceOf(traces, id), 'embedding').map(({ usage }) => usage?.total ?? null),
          [EMBEDDING_TOKENS[id]],
        ),
      ),
  },
  cost: {
    title: 'cost',
    about: 'Every call with tokens has a price, and the trace costs what its calls cost.',
    problems: ({ traces }) => [
      ...ALL_ANSWERS.flatMap((answer) => {
        const span = callOf(traces, answer);
        if (!span?.usage) return [];
        return missing(`a price of ${answer.responseModel}`, span.cost?.priced === true);
      }),
      ...traces.flatMap(({ trace, spans }) => {
        const counted = spans.filter(({ usage }) => usage?.counted === true);
        const sum = counted.reduce((total, { cost }) => total + Number(cost?.total ?? 0), 0);
        return expected('cost of a trace', Number(trace.cost.total).toFixed(9), sum.toFixed(9));
      }),
    ],
  },
  users: {
    title: 'users',
    about: 'Each conversation belongs to its end user.',
    problems: ({ users }) =>
      expected(
        'conversations by user',
        users.map(({ userId, traceCount }) => [userId, traceCount]).sort(),
        counts(CONVERSATIONS.map(({ user }) => user)),
      ),
  },
  sessions: {
    title: 'sessions',
    about: 'Each conversation belongs to its session.',
    problems: ({ sessions }) =>
      expected(
        'conversations by session',
        sessions.map(({ sessionId, traceCount }) => [sessionId, traceCount]).sort(),
        counts(CONVERSATIONS.map(({ session }) => session)),
      ),
  },
  documents: {
    title: 'documents',
    about: 'What was found in the knowledge base, in both languages.',
    problems: ({ traces }) =>
      CONVERSATIONS.flatMap(({ id, knowledge }) => {
        if (knowledge === undefined) return [];
        const found = spansOf(traceOf(traces, id)).flatMap(({ documents }) => documents);
        return knowledge.documents.flatMap((document) =>
          missing(
            document.id,
            found.some(({ content }) => content?.includes(document.content)),
          ),
        );
      }),
  },
  tools: {
    title: 'tools',
    about: 'The tools that the model asked for, with arguments and results.',
    problems: ({ traces }) => {
      const plan = callOf(traces, ANSWERS.plan);
      const tools = spansOf(traceOf(traces, 'refund')).filter(({ kind }) => kind === 'tool');
      return ANSWERS.plan.toolCalls.flatMap(({ name, arguments: args }) => {
        const span = tools.find(({ toolName }) => toolName === name);
        return [
          ...missing(`the model's wish for ${name}`, says(plan?.output, name)),
          ...Object.values(args).flatMap((value) =>
            missing(`${value} in the arguments of ${name}`, says(span?.input, value)),
          ),
          ...missing(
            `the result of ${name}`,
            says(span?.output, name === 'lookup_order' ? '24.9' : 'paid by shop'),
          ),
        ];
      });
    },
  },
  rejected: {
    title: '429',
    about: 'The attempt that the provider turned away is a failed call.',
    problems: ({ traces }) =>
      missing(
        'a failed call that says why',
        spansOf(traceOf(traces, 'refund')).some(
          ({ kind, status, error }) => kind === 'llm' && status === 'error' && says(error, REJECTION),
        ),
      ),
  },
  failure: {
    title: 'failed tool',
    about: 'The tool that failed is an error with its message, and so is its trace.',
    problems: ({ traces }) => {
      const trace = traceOf(traces, 'parcel');
      return [
        ...missing(
          `an error of ${TRACK_PARCEL.name}`,
          spansOf(trace).some(
            ({ name, toolName, status, error }) =>
              `${name} ${toolName}`.includes(TRACK_PARCEL.name) &&
              status === 'error' &&
              says(error, CARRIER_IS_LATE),
          ),
        ),
        ...missing('an error of the trace', (trace?.trace.errorCount ?? 0) > 0),
      ];
    },
  },
  texts: {
    title: 'texts',
    about: 'Questions and answers can be read, in English and Chinese.',
    problems: ({ traces }) =>
      ALL_ANSWERS.flatMap((answer) => {
        const question = CONVERSATIONS.find(({ id }) => id === answer.conversation)?.question ?? '';
        const span = callOf(traces, answer);
        return [
          ...missing(`the question of ${answer.responseModel}`, says(span?.input, question)),
          ...missing(`the answer of ${answer.responseModel}`, says(span?.output, answer.text)),
        ];
      }),
  },
  feedback: {
    title: 'feedback',
    about: "The end user's judgement is a score of its conversation.",
    problems: ({ traces }, { feedback = FEEDBACK }) =>
      expected(
        'scores',
        traceOf(traces, 'refund')?.scores.map(({ name, value, comment }) => ({ name, value, comment })),
        [feedback],
      ),
  },
  quiet: {
    title: 'quiet',
    about: 'Pharos refuses nothing, and the SDK warns of nothing.',
    problems: ({ ended, passages }, { chatter = [] }) => [
      ...expected('exit code', ended.code, 0),
      ...ended.lines
        .filter((line) => !chatter.some((known) => known.test(line)))
        .map((line) => `says: ${line}`),
      ...passages
        .filter(({ status }) => status >= 400)
        .map(({ method, path, status, refusal }) => `${method} ${path}: ${status} ${refusal}`),
    ],
  },
} as const satisfies Record<string, Check>;

export type CheckId = keyof typeof CHECKS;
export const CHECK_IDS = Object.keys(CHECKS) as CheckId[];
