import { setTimeout as wait } from 'node:timers/promises';
import { DAY, SECOND } from './clock.ts';
import { makeDocuments } from './documents.ts';
import { batches, sendBatch, sendHistory } from './history.ts';
import { Agenda } from './live.ts';
import { HELP, type Options, readOptions, UsageError } from './options.ts';
import { LIVE_STEP, PAST_STEP, sendReadings } from './processes.ts';
import { progressBar } from './progress.ts';
import { makeQuotas } from './quotas.ts';
import { Reporter, sendReports } from './reports/reporter.ts';
import { createSender, SendError } from './send.ts';
import { storyUntil } from './story.ts';
import { type Rest, visitsBetween, visitsFrom } from './world.ts';

const count = (n: number) => n.toLocaleString('en');

async function fill(options: Options, endMs: number): Promise<void> {
  const { target, days, seed, users, rate } = options;
  const world = { seed, users, story: storyUntil(endMs) };
  const sender = createSender(target, { fetch, wait: (ms) => wait(ms) });
  const fromMs = endMs - days * DAY;
  const unfinished: Rest[] = [];
  const draw = progressBar({
    isTTY: process.stdout.isTTY ?? false,
    write: (text) => process.stdout.write(text),
  });
  let spans = 0;
  const began = performance.now();
  if (days > 0) {
    await sendHistory(
      sender,
      batches(visitsBetween(world, fromMs, endMs), endMs, (visit) => unfinished.push(visit)),
      (batch) => {
        spans += batch.spans.length;
        draw(Math.min(0.99, (batch.reachedMs - fromMs) / (endMs - fromMs)), `${count(spans)} spans`);
      },
    );
    await sendReadings(sender, seed, { fromMs, toMs: endMs, stepMs: PAST_STEP });
    const seconds = (performance.now() - began) / 1000;
    draw(1, `${count(spans)} spans of ${days} days in ${seconds.toFixed(1)} s`);
  }
  for (const { kind, title, id, atMs, untilMs } of world.story.happened) {
    if (atMs < fromMs) continue;
    const at = new Date(atMs).toISOString();
    const until = untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() };
    await sender.post('/api/v1/annotations', { id, kind, title, at, ...until }, 'identity');
  }
  if (days > 0) {
    const made = await makeQuotas(sender, endMs);
    if (made === undefined) console.log('No quotas were made: that takes a key that may administer.');
    else if (made > 0) console.log(`Made ${made} quotas.`);
    const { rules, reports } = (await makeDocuments(sender)) ?? { rules: 0, reports: 0 };
    if (rules + reports > 0) console.log(`Made ${rules} alert rules and ${reports} reports.`);
  }
  if (sender.refused.count > 0)
    console.log(`The server refused ${sender.refused.count}: ${sender.refused.reason}`);
  console.log(`Look at it: ${target.url}`);
  if (!options.live) return;

  console.log(`Live: about ${rate} visits a minute. Ctrl-C ends it.`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const reporter = new Reporter(world, endMs, rate);
  const agenda = new Agenda(visitsFrom(world, endMs, rate), unfinished, (visit) => reporter.visit(visit));
  let measuredMs = endMs;
  while (!stop.signal.aborted) {
    const nowMs = Date.now();
    measuredMs = await sendReadings(sender, seed, { fromMs: measuredMs, toMs: nowMs, stepMs: LIVE_STEP });
    await sendBatch(sender, agenda.due(nowMs));
    await sendReports(sender, reporter.due(nowMs));
    await wait(SECOND, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  await sendReports(sender, reporter.farewell(Date.now()));
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options) await fill(options, options.endMs ?? Math.floor(Date.now() / SECOND) * SECOND);
  else console.log(HELP);
} catch (error) {
  if (!(error instanceof UsageError || error instanceof SendError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
