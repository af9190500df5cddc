import { QUESTIONS } from '../conversations/search.ts';
import { openInference } from '../dialects/openinference.ts';
import type { Message, StepOf } from '../facts.ts';
import { callModel, MODELS, tokensOf } from '../models.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Story } from '../story.ts';
import { StepError, Tape } from '../tape.ts';
import { retrieve } from './retrieval.ts';
import type { Scored } from './scored.ts';
import { service } from './services.ts';

const SYSTEM = {
  zh: '只根据提供的资料回答，并用 [编号] 标注出处。资料里没有的，直接说不知道。',
  en: 'Answer from the passages only and cite them as [n]. If they do not hold the answer, say so.',
};

/** Asks the help centre: one trace a question, of which a visitor may have several. */
export function searchSession(
  random: Random,
  startMs: number,
  story: Story,
  person: Person,
  sessionId: string,
  environment: string,
): { tape: Tape; scores: Scored[] }[] {
  const { asks, answers, article } = random.pick(QUESTIONS[person.language]);
  const history: Message[] = [];
  let atMs = startMs;
  return asks.slice(0, random.int(1, asks.length)).map((question, n) => {
    const { version, release } = story.releaseOf('rag-search', atMs);
    const context = {
      agent: 'rag-search',
      agentVersion: version,
      userId: person.id,
      sessionId,
      tags: ['help-centre', person.language, person.plan],
    };
    const runsIn = service('help-search', release, 'python', environment);
    const tape = new Tape(random, atMs, context, openInference, runsIn);
    const root: StepOf<'agent'> = { step: 'agent', name: 'rag-search', version, input: question };
    const answer = answers[n] ?? answers[0];
    const outcome = tape.attempt(root, () => {
      const rewritten = n === 0 ? question : `${asks[0]} ${question}`;
      if (n > 0) {
        callModel(tape, story, {
          model: MODELS.gpt5mini,
          messages: [
            { role: 'system', text: 'Rewrite the last question so that it can be searched on its own.' },
            ...history,
            { role: 'user', text: question },
          ],
          answer: { role: 'assistant', text: rewritten },
          temperature: 0,
        });
      }
      const candidates = retrieve(tape, 'articles', rewritten, person.language, [article], 6);
      const rerank: StepOf<'reranker'> = {
        step: 'reranker',
        model: 'rerank-v3.5',
        provider: 'cohere',
        query: rewritten,
        candidates,
      };
      const passages = tape.step(rerank, () => {
        tape.wait(random.about(130));
        const best = candidates
          .slice(0, 3)
          .map((one, rank) => ({ ...one, score: Math.round((0.97 - rank * 0.21) * 1e4) / 1e4 }));
        rerank.documents = best;
        return best;
      });
      const model = random.chance(0.8) ? MODELS.sonnet : MODELS.o4mini;
      callModel(tape, story, {
        model,
        prompt: { name: 'grounded-answer', version: version === '1.9' ? 5 : 4 },
        messages: [
          {
            role: 'system',
            text: `${SYSTEM[person.language]}\n\n${passages.map(({ title, text }, at) => `[${at + 1}] ${title}\n${text}`).join('\n\n')}`,
          },
          ...history,
          { role: 'user', text: question },
        ],
        answer: { role: 'assistant', text: answer },
        preamble: 900,
        seen: 0.4,
        stream: true,
      });
      root.output = answer;
    });
    history.push({ role: 'user', text: question }, { role: 'assistant', text: answer });
    atMs = tape.nowMs + random.between(15_000, 80_000) + tokensOf(answer) * 80;
    const judged = !(outcome instanceof StepError) && random.chance(0.4);
    const score = (median: number) => Math.round(Math.min(1, random.about(median, 0.08)) * 100) / 100;
    const scores: Scored[] = judged
      ? [
          {
            by: 'event',
            name: 'faithfulness',
            value: score(version === '1.9' ? 0.95 : 0.87),
            explanation: 'Every claim is supported by the first passage.',
          },
          {
            by: 'event',
            name: 'answer_relevance',
            value: score(0.9),
            explanation: 'Answers the question that was asked.',
          },
        ]
      : [];
    return { tape, scores };
  });
}
