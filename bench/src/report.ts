import type { Report } from './main.ts';

/** A target, what was measured, and whether it was reached. */
interface Line {
  what: string;
  measured: number;
  target: string;
  reached: boolean;
}

const atLeast = (what: string, measured: number, target: number): Line => ({
  what,
  measured,
  target: `≥ ${target}`,
  reached: measured >= target,
});
const atMost = (what: string, measured: number, target: number): Line => ({
  what,
  measured,
  target: `≤ ${target}`,
  reached: measured <= target,
});

/** The figures against what they are to reach. */
export function linesOf(report: Report): Line[] {
  const lines: Line[] = [];
  for (const run of report.ingest) {
    const name = (what: string) => `${run.profile}: ${what}`;
    if (run.profile !== 'L') {
      lines.push(atLeast(name('share of the raw insert rate'), run.ratio, 0.5));
      lines.push(
        atLeast(name('spans/s acknowledged'), run.spansPerSecond, run.profile === 'S' ? 15_000 : 5_000),
      );
      lines.push(
        atMost(name('bytes on disk a span'), run.disk.bytesPerSpan, run.profile === 'S' ? 110 : 900),
      );
    }
    lines.push(atMost(name('event loop delay p99, ms'), run.loopDelayP99Ms, 50));
    lines.push(atMost(name('freshness p95 at half load, ms'), run.freshness.p95Ms, 1_000));
    lines.push(atMost(name('resident memory idle, MiB'), run.idleRssMiB, 700));
    lines.push(atMost(name('resident memory peak, MiB'), run.rssPeakMiB, 4_096));
  }
  for (const run of report.queries) {
    const name = (what: string) => `${run.hours} h: ${what}`;
    lines.push(atMost(name('dashboard p95, ms'), run.questions.p95Ms, 150));
    for (const opened of run.opened) {
      const target = opened.spans >= 10_000 ? 500 : opened.spans === 100 ? 100 : Number.POSITIVE_INFINITY;
      lines.push(atMost(name(`open ${opened.spans} spans (${opened.view}) p95, ms`), opened.p95Ms, target));
    }
  }
  for (const run of report.dashboards) {
    const name = (what: string) => `${run.hours} h: ${run.widgets} widgets ${what}, ms`;
    lines.push(atMost(name('the first time'), run.first.ms, 2_000));
    lines.push(atMost(name('of a range that moved on'), run.again.ms, 2_000));
    lines.push(atMost(name('whose answers are kept'), run.kept.ms, 150));
  }
  return lines;
}

export function printReport(report: Report): void {
  console.log(`${report.machine}\n`);
  console.table(
    report.ingest.map((run) => ({
      profile: run.profile,
      'B/span raw': run.rawBytesPerSpan,
      'spans/s': run.spansPerSecond,
      'raw insert/s': run.raw.rowsPerSecond,
      'ack p50 ms': run.ackP50Ms,
      'ack p99 ms': run.ackP99Ms,
      'server cores': run.serverCores,
      'generator cores': run.generatorCores,
      'B/span disk': run.disk.bytesPerSpan,
      'B/span text index': run.disk.textIndexBytesPerSpan,
    })),
  );
  for (const run of report.queries) {
    console.log(`\n${run.spans} spans over ${run.hours} h, p95 in ms`);
    console.table({
      ...run.questions.byQuestion,
      ...Object.fromEntries(Object.entries(run.lists).map(([k, v]) => [`list: ${k}`, v])),
    });
  }
  if (report.dashboards.length > 0) console.log('\nA dashboard of fifty widgets');
  console.table(
    report.dashboards.map(({ first, again, kept, ...run }) => ({
      ...{ hours: run.hours, spans: run.spans, statements: run.statements, kB: run.kilobytes },
      ...{ 'first ms': first.ms, 'again ms': again.ms, 'kept ms': kept.ms },
      ...{ 'first line ms': again.firstMs, 'CPU ms': again.cpuMs, 'one by one ms': run.oneByOneMs },
      ...{ 'a scan ms': run.scanMs, 'limit ms': run.limitMs, ratio: run.ratio },
    })),
  );
  console.log();
  console.table(
    linesOf(report).map(({ reached, ...line }) => ({ ...line, reached: reached ? 'yes' : 'NO' })),
  );
}
