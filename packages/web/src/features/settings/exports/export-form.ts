import { type ExportInput, type ExportKind, exportInputSchema } from '@pharos/core/exports/export';

/** What is typed and chosen for a new export. */
export interface ExportForm {
  name: string;
  kinds: ExportKind[];
  format: 'parquet' | 'jsonl';
  texts: boolean;
  every: 'once' | 'hour' | 'day';
  /** Days, as UTC has them; the last one is in it. */
  days: DayRange;
  timeZone: string;
  delayMinutes: string;
  to: 'disk' | 's3';
  directory: string;
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
}
export interface DayRange {
  first: string;
  last: string;
}

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The seven days before today. */
export const lastWeek = (nowMs: number): DayRange => ({
  first: dayOf(nowMs - 7 * DAY_MS),
  last: dayOf(nowMs - DAY_MS),
});

/** Days as a range of moments; undefined while they are no range. */
export function rangeOf({ first, last }: DayRange): { from: string; to: string } | undefined {
  const [from, to] = [Date.parse(first), Date.parse(last) + DAY_MS];
  return from < to ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() } : undefined;
}

export const emptyExport = (nowMs: number, timeZone: string, disk: boolean): ExportForm => ({
  ...{ name: '', kinds: ['spans'], format: 'parquet', texts: false, every: 'once', days: lastWeek(nowMs) },
  ...{ timeZone, delayMinutes: '60', to: disk ? 'disk' : 's3', directory: '' },
  ...{ endpoint: '', region: 'us-east-1', bucket: '', prefix: '', accessKeyId: '', secretAccessKey: '' },
});

export const targetOf = (form: ExportForm): ExportInput['target'] => {
  const { to, directory, endpoint, region, bucket, prefix, accessKeyId, secretAccessKey } = form;
  return to === 'disk'
    ? { to, directory: directory.trim() }
    : {
        ...{ to, endpoint: endpoint.trim(), region: region.trim(), bucket: bucket.trim() },
        ...{ prefix: prefix.trim(), accessKeyId: accessKeyId.trim(), secretAccessKey },
      };
};

function timesOf({ every, days, timeZone, delayMinutes }: ExportForm): ExportInput['times'] {
  if (every === 'once') return { every, from: '', to: '', ...rangeOf(days) };
  const minutes = delayMinutes.trim() === '' ? Number.NaN : Number(delayMinutes);
  return { every, timeZone: timeZone.trim(), delayMinutes: minutes };
}

/** What would be sent, and the names of fields that cannot be. */
export function readExport(form: ExportForm): { input: ExportInput; wrong: ReadonlySet<string> } {
  const { name, kinds, format, texts } = form;
  const input: ExportInput = {
    ...{ name: name.trim(), kinds, format, texts: texts && kinds.includes('spans') },
    ...{ times: timesOf(form), target: targetOf(form) },
  };
  const issues = exportInputSchema.safeParse(input).error?.issues ?? [];
  return { input, wrong: new Set(issues.map(({ path }) => String(path[1] ?? path[0]))) };
}
