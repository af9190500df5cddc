import { REPORTS } from '../conversations/reports.ts';
import { vercelAi } from '../dialects/vercel-ai.ts';
import type { Message, StepOf, Tool } from '../facts.ts';
import { callModel, MODELS } from '../models.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Story } from '../story.ts';
import { StepError, Tape } from '../tape.ts';
import type { Scored } from './scored.ts';
import { service } from './services.ts';

const SQL: Tool = {
  name: 'run_sql',
  description: 'Runs a read-only query in the warehouse.',
  parameters: { type: 'object', properties: { sql: { type: 'string' } }, required: ['sql'] },
};
const PUBLISH: Tool = {
  name: 'publish_report',
  description: 'Files the report and tells the team.',
  parameters: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
};

/** A manager asks for a report: plan, queries side by side, draft, polish by the house's own model, publish. */
export function reportRun(
  random: Random,
  startMs: number,
  story: Story,
  person: Person,
  sessionId: string,
): { tape: Tape; scores: Scored[] } {
  const report = random.pick(REPORTS[person.language]);
  const { version, release } = story.releaseOf('report-writer', startMs);
  const context = {
    agent: 'report-writer',
    agentVersion: version,
    userId: person.id,
    sessionId,
    tags: ['report', person.language],
  };
  const tape = new Tape(
    random,
    startMs,
    context,
    vercelAi,
    service('reporting', release, 'nodejs', 'production'),
  );
  const root: StepOf<'agent'> = { step: 'agent', name: 'report-writer', version, input: report.request };

  const outcome = tape.attempt(root, () => {
    const messages: Message[] = [
      { role: 'system', text: 'You write reports for busy people: numbers first, one page, no filler.' },
      { role: 'user', text: report.request },
    ];
    callModel(tape, story, {
      model: MODELS.gpt5mini,
      prompt: { name: 'report-plan', version: 4 },
      messages,
      answer: { role: 'assistant', text: report.plan },
      preamble: 700,
    });
    const calls = report.queries.map(({ sql }) => ({
      id: `call_${random.hex(6)}`,
      name: 'run_sql',
      arguments: { sql },
    }));
    messages.push(
      callModel(tape, story, {
        model: MODELS.deepseek,
        prompt: { name: 'report-writer', version: 9 },
        messages,
        tools: [SQL, PUBLISH],
        answer: { role: 'assistant', toolCalls: calls },
        preamble: 1900,
        seen: 0.5,
      }),
    );
    const lost: StepError[] = [];
    tape.together(
      report.queries.map(({ sql, rows }, n) => () => {
        const call = calls[n];
        const facts: StepOf<'tool'> = {
          step: 'tool',
          name: 'run_sql',
          description: SQL.description,
          callId: call?.id ?? '',
          arguments: { sql },
        };
        const answered = tape.attempt(facts, () => {
          tape.step(
            { step: 'db', system: 'postgresql', collection: 'warehouse', operation: 'SELECT' },
            () => {
              if (random.chance(0.035)) {
                tape.wait(60_000);
                throw new StepError(
                  'QueryTimeout',
                  'canceling statement due to statement timeout (60 s)',
                  'error: canceling statement due to statement timeout\n    at Parser.parseErrorMessage (pg-protocol/parser.js:285:98)\n    at runSql (reporting/tools/run-sql.js:31:20)',
                );
              }
              tape.wait(random.about(1400, 0.7));
            },
          );
          facts.result = { rows: rows.map((row) => [...row]) };
        });
        if (answered instanceof StepError) lost.push(answered);
        messages.push({
          role: 'tool',
          toolResult: {
            id: call?.id ?? '',
            name: 'run_sql',
            result: facts.result ?? { error: 'QueryTimeout' },
          },
        });
      }),
    );
    const [first] = lost;
    if (first) throw first;
    const draft = callModel(tape, story, {
      model: MODELS.deepseek,
      prompt: { name: 'report-writer', version: 9 },
      messages,
      answer: { role: 'assistant', text: report.draft },
      preamble: 1900,
      seen: 0.6,
      stream: true,
    });
    callModel(tape, story, {
      model: MODELS.atlas,
      prompt: { name: 'house-style', version: 2 },
      messages: [
        { role: 'system', text: 'Rewrite in our house style. Keep every number.' },
        { role: 'user', text: draft.text ?? '' },
      ],
      answer: { role: 'assistant', text: report.final },
      preamble: 400,
      stream: true,
    });
    const publish: StepOf<'tool'> = {
      step: 'tool',
      name: 'publish_report',
      description: PUBLISH.description,
      callId: `call_${random.hex(6)}`,
      arguments: { title: report.title },
    };
    tape.step(publish, () => {
      tape.wait(random.about(240));
      publish.result = { url: `https://reports.shop.example/${tape.traceId.slice(0, 8)}`, notified: 6 };
    });
    root.output = report.final;
  });
  const scores: Scored[] =
    outcome instanceof StepError || !random.chance(0.6)
      ? []
      : [
          {
            by: 'api',
            name: 'numbers_correct',
            value: random.chance(0.94) ? 1 : Math.round(random.between(0.6, 0.95) * 100) / 100,
            source: 'evaluation',
            comment: 'Each figure of the text was looked up in the query results.',
          },
        ];
  return { tape, scores };
}
