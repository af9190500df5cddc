import { write } from '@pharos/core/reports/write';
import { writerOf } from '@pharos/core/reports/writer';
import type { EncloseReport } from '../../mail/enclosure.ts';
import type { Pngs } from '../../pictures/png.ts';
import type { Records } from '../../store/records/tables.ts';
import { fileNameOf } from './forms/forms.ts';
import { mailForm } from './forms/mail.ts';
import type { Pdfs } from './forms/pdf/pages.ts';
import { runOf } from './run-queries.ts';

/** A report as a mail has it: the first of it to be read at once, the whole as PDF. */
export const encloseReport =
  ({
    records,
    pdfOf,
    pngOf,
  }: { records: Records } & Pick<Pdfs, 'pdfOf'> & Pick<Pngs, 'pngOf'>): EncloseReport =>
  async (project, runId, language, signal) => {
    const made = (await runOf(records, project, runId))?.made;
    if (!made) return undefined;
    const writer = writerOf(language, made.timeZone, made.rate);
    const { rows, charts } = mailForm(write(made, writer), writer);
    const [content, ...pngs] = await Promise.all([
      pdfOf(made, language, signal),
      ...charts.map(({ svg }) => pngOf(svg, { signal })),
    ]);
    return {
      rows,
      pictures: charts.map(({ cid }, at) => ({ cid, png: pngs[at] ?? Buffer.alloc(0) })),
      files: [{ name: fileNameOf(made, 'pdf'), type: 'application/pdf', content }],
    };
  };
