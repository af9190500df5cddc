import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { answerLineSchema } from '@pharos/core/api/questions';
import { questionOf } from '@pharos/core/dashboards/widget-question';
import { type Question, questionSchema } from '@pharos/core/question';
import { planPage } from '../../packages/server/src/answers/plan.ts';
import { openEmbedded } from '../../packages/server/src/store/telemetry/embedded-driver.ts';
import { WIDGETS } from './dashboard-widgets.ts';
import type { Server } from './server.ts';
import { quantile, round } from './statistics.ts';

const RUNS = 5;
/** What a browser asks a host at the same time. */
const CONNECTIONS = 6;

export interface PageFigures {
  /** Until all widgets have their answers. */
  ms: number;
  firstMs: number;
  /** CPU of the server. */
  cpuMs: number;
}

export interface DashboardFigures {
  hours: number;
  widgets: number;
  /** What the store is asked in the end. */
  statements: number;
  kilobytes: number;
  /** The first time since the data were stored. */
  first: PageFigures;
  /** Of a range that has moved on, so that no answer is kept; the median. */
  again: PageFigures;
  /** The same Questions again, whose answers are kept; the median. */
  kept: PageFigures;
  /** The same as `again`, each widget in a request of its own. */
  oneByOneMs: number;
}

const asked = (hours: number, toMs: number): Question[] =>
  WIDGETS.map((widget) =>
    questionSchema.parse(
      questionOf(widget, {
        range: { fromMs: toMs - hours * 3_600_000, toMs },
        variables: [],
        values: {},
      }),
    ),
  );

const post = (server: Server, path: string, body: object) =>
  fetch(`${server.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { ...server.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** One request for the whole page, read as the page reads it. */
async function openPage(
  server: Server,
  questions: readonly Question[],
): Promise<PageFigures & { bytes: number }> {
  const cpu = server.cpuSeconds();
  const began = performance.now();
  const response = await post(server, 'questions', { questions });
  if (!response.ok || !response.body) throw new Error(`a page: ${response.status} ${await response.text()}`);
  let text = '';
  let firstMs = 0;
  for await (const part of Readable.fromWeb(response.body as ReadableStream).setEncoding('utf8')) {
    firstMs ||= performance.now() - began;
    text += part;
  }
  const ms = performance.now() - began;
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => answerLineSchema.parse(JSON.parse(line)));
  const failed = lines.find(({ error }) => error);
  if (failed || lines.length !== questions.length)
    throw new Error(`a widget has no answer: ${JSON.stringify(failed?.error ?? lines.length)}`);
  return { ms, firstMs, cpuMs: (server.cpuSeconds() - cpu) * 1000, bytes: text.length };
}

async function openOneByOne(server: Server, questions: readonly Question[]): Promise<number> {
  const left = questions.values();
  const began = performance.now();
  const connection = async () => {
    for (const question of left) {
      const answer = await post(server, 'query', question);
      await answer.text();
      if (!answer.ok) throw new Error(`a widget: ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return performance.now() - began;
}

/** Opens a dashboard of fifty widgets over the range. To be the first to ask the server anything. */
export async function openDashboard(server: Server, hours: number, endMs: number): Promise<DashboardFigures> {
  let moved = 0;
  const next = () => asked(hours, endMs + ++moved * 1_000);
  const questions = asked(hours, endMs);
  const { bytes, ...first } = await openPage(server, questions);
  const kept: PageFigures[] = [];
  for (let run = 0; run < RUNS; run++) kept.push(await openPage(server, questions));
  const again: PageFigures[] = [];
  for (let run = 0; run < RUNS; run++) again.push(await openPage(server, next()));
  const alone: number[] = [];
  for (let run = 0; run < RUNS; run++) alone.push(await openOneByOne(server, next()));
  return {
    hours,
    widgets: questions.length,
    statements: planPage(questions).length,
    kilobytes: round(bytes / 1024),
    first: rounded(first),
    again: median(again),
    kept: median(kept),
    oneByOneMs: round(quantile(alone, 0.5)),
  };
}

const rounded = ({ ms, firstMs, cpuMs }: PageFigures): PageFigures => ({
  ms: round(ms),
  firstMs: round(firstMs),
  cpuMs: round(cpuMs),
});
const median = (runs: readonly PageFigures[]): PageFigures => {
  const of = (pick: (run: PageFigures) => number) => quantile(runs.map(pick), 0.5);
  return rounded({
    ms: of(({ ms }) => ms),
    firstMs: of(({ firstMs }) => firstMs),
    cpuMs: of(({ cpuMs }) => cpuMs),
  });
};

/**
 * What the engine takes, with nothing else to do, to read the rows of the range once, as one version of each, and to sum
 * one column of them. The server has to be stopped. The median.
 */
export async function scanMs(dataDir: string, hours: number, endMs: number): Promise<number> {
  const driver = await openEmbedded({ path: join(dataDir, 'telemetry') });
  const from = endMs - hours * 3_600_000;
  const times: number[] = [];
  for (let run = 0; run <= 4 * RUNS; run++) {
    const began = performance.now();
    await driver.query(
      `SELECT sum(cost_total) FROM spans FINAL
WHERE kind != '' AND start_time >= fromUnixTimestamp64Milli(${from + run}) AND start_time < fromUnixTimestamp64Milli(${endMs})
SETTINGS do_not_merge_across_partitions_select_final = 1`,
    );
    if (run > 0) times.push(performance.now() - began);
  }
  await driver.close();
  return round(quantile(times, 0.5), 1);
}
