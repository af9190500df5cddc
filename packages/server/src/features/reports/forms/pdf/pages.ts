import type { Language } from '@pharos/core/language';
import type { MadeReport } from '@pharos/core/reports/made';
import { write } from '@pharos/core/reports/write';
import { writerOf } from '@pharos/core/reports/writer';
import { oneThread } from '../../../../one-thread.ts';
import { pdfDefinition } from './definition.ts';
import type { Pdf } from './document.ts';

export interface Pdfs {
  /**
   * A report as PDF, put on pages off the event loop: charts are vectors, fonts are in it.
   * @throws Error when too many wait already, or it takes too long
   */
  pdfOf(made: MadeReport, language: Language, signal?: AbortSignal): Promise<Buffer>;
  close(): Promise<void>;
}

/** With the one that is being written. */
const MAX_WAITING = 16;
/** Its wait for a turn included. A report takes less than a second. */
const TIMEOUT_MS = 30_000;

/** One thread for all of them, started by the first. */
export function createPdfs(): Pdfs {
  const thread = oneThread<Pdf, Uint8Array>('./pages.worker', import.meta.url, {
    ...{ what: 'pages', maxWaiting: MAX_WAITING, timeoutMs: TIMEOUT_MS },
  });
  return {
    async pdfOf(made, language, signal) {
      const writer = writerOf(language, made.timeZone, made.rate);
      const pdf = await thread.run(pdfDefinition(write(made, writer), writer), signal);
      return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
    },
    close: () => thread.close(),
  };
}
