import { type Move, TASKS, type Task } from '../conversations/coding.ts';
import { genAi } from '../dialects/gen-ai.ts';
import type { Message, StepOf, Tool } from '../facts.ts';
import { callModel, MODELS } from '../models.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Story } from '../story.ts';
import { StepError, Tape } from '../tape.ts';
import type { Scored } from './scored.ts';
import { service } from './services.ts';

const TOOLS: readonly Tool[] = [
  ['search_code', 'Finds a pattern in the repository.', 'pattern'],
  ['read_file', 'Reads a file.', 'path'],
  ['apply_patch', 'Applies a diff to a file.', 'diff'],
  ['run_tests', 'Runs the test suites.', 'command'],
  ['run_command', 'Runs a shell command in the sandbox.', 'command'],
].map(([name = '', description = '', field = '']) => ({
  name,
  description,
  parameters: { type: 'object', properties: { [field]: { type: 'string' } }, required: [field] },
}));

const SYSTEM =
  'You are a careful software engineer working in the repository of shop-assistant. Look before you change, write a test that fails first, keep the change small, and say what you did in three sentences.';

function make(tape: Tape, move: Move, callId: string): Message {
  const facts: StepOf<'tool'> = {
    step: 'tool',
    name: move.tool,
    description: TOOLS.find(({ name }) => name === move.tool)?.description ?? '',
    callId,
    arguments: move.arguments,
  };
  tape.attempt(facts, () => {
    tape.wait(tape.random.about(move.seconds * 1000, 0.4));
    facts.result = move.result;
    if (move.fails) {
      throw new StepError(
        'CommandFailed',
        `${move.tool} ended with exit code 1: ${JSON.stringify(move.result)}`,
        '',
      );
    }
  });
  return { role: 'tool', toolResult: { id: callId, name: move.tool, result: move.result } };
}

/** 0.12 forgets what it has read and looks the same up again, sometimes for as long as it may. */
const FORGETFUL = '0.12';
const MOST_TURNS = 6;

/** What is done for a task, and whether the agent is stopped before it comes to an end. */
function movesOf(
  { moves }: Task,
  version: string,
  random: Random,
): { moves: readonly Move[]; stopped: boolean } {
  const [first, ...rest] = moves;
  if (first === undefined || version !== FORGETFUL || !random.chance(0.2)) return { moves, stopped: false };
  if (random.chance(0.3)) return { moves: Array<Move>(MOST_TURNS).fill(first), stopped: true };
  return { moves: [...Array<Move>(random.int(3, 5)).fill(first), ...rest], stopped: false };
}

/** A developer hands over a task: one long trace with a loop of tools and a second agent that reviews. */
export function codingTask(
  random: Random,
  startMs: number,
  story: Story,
  person: Person,
  sessionId: string,
): { tape: Tape; scores: Scored[] } {
  const task = random.pick(TASKS);
  const { version, release } = story.releaseOf('coding-agent', startMs);
  const context = { agent: 'coding-agent', agentVersion: version, userId: person.id, sessionId, tags: [] };
  const tape = new Tape(
    random,
    startMs,
    context,
    genAi,
    service('dev-agents', release, 'typescript', 'development'),
  );
  const root: StepOf<'agent'> = { step: 'agent', name: 'coding-agent', version, input: task.request };
  const prompt = { name: 'coding-system', version: 12 };
  const wasteful = story.isWasteful(startMs);
  const files = random.int(9_000, 34_000) * (wasteful ? 4 : 1);

  const { moves, stopped } = movesOf(task, version, random);

  const outcome = tape.attempt(root, () => {
    const messages: Message[] = [
      { role: 'system', text: SYSTEM },
      { role: 'user', text: task.request },
    ];
    callModel(tape, story, {
      model: MODELS.o4mini,
      prompt: { name: 'coding-plan', version: 2 },
      messages,
      answer: {
        role: 'assistant',
        reasoning: 'The report names a symptom. First find the code path, then reproduce it with a test.',
        text: `Plan for “${task.title}”: find the code path, reproduce, fix at the cause, run all suites, ask for a review.`,
      },
      preamble: 3200,
    });
    for (const [n, move] of moves.entries()) {
      const callId = `toolu_${random.hex(9)}`;
      const asked = callModel(tape, story, {
        model: MODELS.sonnet,
        prompt,
        messages,
        tools: TOOLS,
        answer: {
          role: 'assistant',
          text: move.thought,
          toolCalls: [{ id: callId, name: move.tool, arguments: move.arguments }],
        },
        preamble: files + n * 1800,
        seen: wasteful ? 0 : n === 0 ? 0.15 : 0.93,
        stream: true,
      });
      messages.push(asked, make(tape, move, callId));
    }
    if (stopped) {
      throw new StepError(
        'MaxTurnsExceeded',
        `Max turns (${MOST_TURNS}) exceeded`,
        'MaxTurnsExceeded: Max turns exceeded\n    at run (/srv/dev-agents/src/agent/loop.ts:118:11)',
      );
    }
    const reviewer: StepOf<'agent'> = {
      step: 'agent',
      name: 'code-reviewer',
      version: '0.4',
      input: `Review the change for “${task.title}”.`,
    };
    tape.step(reviewer, () => {
      callModel(tape, story, {
        model: MODELS.o4mini,
        prompt: { name: 'code-review', version: 6 },
        messages: [
          { role: 'system', text: 'Review this diff. Look for wrong results first, style last.' },
          {
            role: 'user',
            text: task.moves
              .filter(({ tool }) => tool === 'apply_patch')
              .map(({ arguments: args }) => (args as { diff: string }).diff)
              .join('\n\n'),
          },
        ],
        answer: {
          role: 'assistant',
          reasoning: 'Does the test fail without the change? Are there other callers?',
          text: task.review,
        },
        preamble: 1500,
      });
      reviewer.output = task.review;
    });
    callModel(tape, story, {
      model: MODELS.sonnet,
      prompt,
      messages: [...messages, { role: 'user', text: task.review }],
      answer: { role: 'assistant', text: task.summary },
      preamble: files + moves.length * 1800,
      seen: 0.94,
      stream: true,
    });
    root.output = task.summary;
  });
  const scores: Scored[] =
    outcome instanceof StepError || !random.chance(0.7)
      ? []
      : [
          {
            by: 'api',
            name: 'tests_pass',
            value: true,
            source: 'evaluation',
            comment: 'All suites passed on the last run.',
          },
        ];
  return { tape, scores };
}
