import type { ReportFormat } from '@pharos/core/api/reports';
import type { Language } from '@pharos/core/language';
import type { MadeReport } from '@pharos/core/reports/made';
import { write } from '@pharos/core/reports/write';
import { writerOf } from '@pharos/core/reports/writer';
import { zoneOffsetMs } from '@pharos/core/zone';
import { csvOf } from './csv.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';
import type { Pdfs } from './pdf/pages.ts';

interface Form {
  /** Its content type. */
  type: string;
  write(made: MadeReport, language: Language, signal: AbortSignal): string | Promise<Buffer>;
}
export type Forms = Readonly<Record<ReportFormat, Form>>;

const writerFor = (made: MadeReport, language: Language) => writerOf(language, made.timeZone, made.rate);

/** The forms that a report is had in. */
export const createForms = ({ pdfOf }: Pick<Pdfs, 'pdfOf'>): Forms => ({
  html: {
    type: 'text/html; charset=utf-8',
    write(made, language) {
      const writer = writerFor(made, language);
      return htmlOf(write(made, writer), writer);
    },
  },
  pdf: { type: 'application/pdf', write: pdfOf },
  csv: {
    type: 'text/csv; charset=utf-8',
    write: (made, language) => csvOf(made, writerFor(made, language)),
  },
  md: {
    type: 'text/markdown; charset=utf-8',
    write: (made, language) => markdownOf(write(made, writerFor(made, language))),
  },
});

/** What a file is called: the report's name and the day that its period begins on, by its own clocks. */
export function fileNameOf(
  made: Pick<MadeReport, 'name' | 'from' | 'timeZone'>,
  format: ReportFormat,
): string {
  const name = made.name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'report';
  const fromMs = Date.parse(made.from);
  const day = new Date(fromMs + zoneOffsetMs(fromMs, made.timeZone)).toISOString().slice(0, 10);
  return `${name} ${day}.${format}`;
}
