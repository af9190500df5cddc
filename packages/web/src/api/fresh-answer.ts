import { canonical } from '@pharos/core/canonical';
import {
  type Answer,
  answerSchema,
  type Question,
  type QuestionInput,
  questionSchema,
} from '@pharos/core/question';
import { type Drawn, refreshOf, type Shown, withTail } from '@pharos/core/refresh';
import { api } from './client.ts';
import { askTogether } from './question-batch.ts';

/** The last answers, by what is asked apart from its range. More than a page shows. */
const shownAnswers = new Map<string, Shown>();
const MAX_SHOWN = 200;

/** The answer to a Question whose range moves on, out of what is known and what may have changed since. */
export async function freshAnswer(
  project: string,
  input: QuestionInput,
  drawn: Drawn,
  signal?: AbortSignal,
): Promise<Answer> {
  const parsed = questionSchema.safeParse(input);
  // It would spoil the request of all others; alone the server says what is wrong with it.
  if (!parsed.success) {
    const options = { project, body: input, ...(signal && { signal }) };
    return api.change(answerSchema, 'POST', '/api/v1/query', options);
  }
  const question = parsed.data;
  const { from, to, ...rest } = question;
  const key = canonical([project, drawn, rest]);
  const shown = shownAnswers.get(key);
  const askedAtMs = Date.now();
  const grown = shown && (await grownAnswer(project, shown, question, drawn, askedAtMs, signal));
  const answer = grown ?? (await askTogether(project, question, signal));
  shownAnswers.delete(key);
  shownAnswers.set(key, { question, answer, askedAtMs, wholeAtMs: grown ? shown.wholeAtMs : askedAtMs });
  for (const oldest of shownAnswers.keys()) {
    if (shownAnswers.size <= MAX_SHOWN) break;
    shownAnswers.delete(oldest);
  }
  return answer;
}

/** Undefined when all of it has to be asked. */
async function grownAnswer(
  project: string,
  shown: Shown,
  question: Question,
  drawn: Drawn,
  nowMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer | undefined> {
  // Whoever asks again for the same time wants to see all of it again.
  if (canonical(shown.question) === canonical(question)) return undefined;
  const refresh = refreshOf(shown, question, drawn, nowMs);
  if (refresh.ask === 'all') return undefined;
  const tail = refresh.ask === 'tail' ? await askTogether(project, refresh.question, signal) : undefined;
  return withTail(shown.answer, tail, question);
}
