import { type AnswerLine, answerLineSchema, MAX_QUESTIONS } from '@pharos/core/api/questions';
import { canonical } from '@pharos/core/canonical';
import type { Answer, Question } from '@pharos/core/question';
import { api } from './client.ts';
import { ApiFailure } from './failure.ts';

interface Asker {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** A Question and all who asked it in the same moment and still wait. */
interface Asked {
  question: Question;
  askers: Set<Asker>;
  /** Told when somebody has left. */
  onLeft: () => void;
}

/** What is asked in this moment, by project and Question. */
const gathered = new Map<string, Map<string, Asked>>();

/**
 * Asks a Question, together with all others that are asked in the same moment, in one request. Resolves as soon as its
 * own answer has arrived. When all who asked have left, the request is given up.
 * @throws ApiFailure, or the signal's reason.
 */
export function askTogether(project: string, question: Question, signal?: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const asker = { resolve, reject };
    const asked = gather(project, question);
    asked.askers.add(asker);
    const leave = () => {
      asked.askers.delete(asker);
      asked.onLeft();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
  });
}

function gather(project: string, question: Question): Asked {
  let asked = gathered.get(project);
  if (!asked) {
    const all = new Map<string, Asked>();
    gathered.set(project, all);
    setTimeout(() => {
      gathered.delete(project);
      const wanted = [...all.values()].filter(({ askers }) => askers.size > 0);
      for (let from = 0; from < wanted.length; from += MAX_QUESTIONS)
        void send(project, wanted.slice(from, from + MAX_QUESTIONS));
    });
    asked = all;
  }
  const key = canonical(question);
  const known = asked.get(key) ?? { question, askers: new Set(), onLeft: () => undefined };
  asked.set(key, known);
  return known;
}

async function send(project: string, page: readonly Asked[]): Promise<void> {
  const giveUp = new AbortController();
  const onLeft = () => {
    if (page.every(({ askers }) => askers.size === 0)) giveUp.abort();
  };
  for (const asked of page) asked.onLeft = onLeft;
  const body = { questions: page.map(({ question }) => question) };
  let failure: unknown = new ApiFailure(0, 'offline', 'The answer broke off.');
  try {
    const options = { project, body, signal: giveUp.signal };
    for await (const line of api.lines(answerLineSchema, '/api/v1/questions', options))
      tell(page[line.index], line);
  } catch (error) {
    failure = error;
  }
  for (const { askers } of page) for (const { reject } of askers) reject(failure);
}

/** Of the API's own errors a line tells the code; these may pass by themselves. */
const PASSING: Readonly<Record<string, number>> = {
  internal: 500,
  overloaded: 503,
  unavailable: 503,
  query_timeout: 504,
};

function tell(asked: Asked | undefined, { answer, error }: AnswerLine): void {
  const askers = [...(asked?.askers ?? [])];
  asked?.askers.clear();
  for (const { resolve, reject } of askers) {
    if (answer) resolve(answer);
    else
      reject(
        new ApiFailure(
          PASSING[error?.code ?? ''] ?? 400,
          error?.code ?? 'shape',
          error?.message ?? '',
          error?.details,
        ),
      );
  }
}
