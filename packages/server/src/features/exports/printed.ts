import type { TimeRange } from '@pharos/core/time';
import { ApiError } from '../../errors.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { isTooLarge } from '../../store/telemetry/engine-errors.ts';
import type { ExportAsked, ExportPrint } from '../../store/telemetry/export-contract.ts';
import { daysOf, type Part, partsOf } from './parts.ts';

/** Never of two days, as UTC has them. */
export interface Printed extends TimeRange {
  bytes: Uint8Array;
}

export interface Printing {
  reader: Pick<TelemetryReader, 'exportSteps' | 'printExport'>;
  project: ProjectScope;
  asked: ExportAsked;
  print: ExportPrint;
  /** Rows that are printed in one go. */
  partRows: number;
  signal: AbortSignal;
}

/** All that was asked for, printed a part after the other. Where one is too large, it and all after it have less rows. */
export async function* printedParts(given: Printing): AsyncGenerator<Printed> {
  const { toNs } = given.asked;
  let { fromNs } = given.asked;
  let most = given.partRows;
  while (fromNs < toNs) {
    let tooLarge: Part | undefined;
    for await (const part of dividedBy(given, { fromNs, toNs }, most)) {
      const bytes = await printed(given, part);
      if (bytes === undefined) {
        tooLarge = part;
        break;
      }
      yield { fromNs: part.fromNs, toNs: part.toNs, bytes };
    }
    if (tooLarge === undefined) return;
    fromNs = tooLarge.fromNs;
    most = Math.max(1, Math.floor(Math.min(most, tooLarge.rows) / 2));
  }
}

async function* dividedBy(given: Printing, range: TimeRange, most: number): AsyncGenerator<Part> {
  const { reader, project, asked, signal } = given;
  for (const day of daysOf(range))
    yield* partsOf(day, most, (stretch, stepNs) =>
      reader.exportSteps(project, { ...asked, ...stretch }, stepNs, signal),
    );
}

/** Undefined when it is too large and can be divided. */
async function printed(
  { reader, project, asked, print, signal }: Printing,
  { fromNs, toNs, rows }: Part,
): Promise<Uint8Array | undefined> {
  try {
    return await reader.printExport(project, { ...asked, fromNs, toNs }, print, signal);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    if (toNs - fromNs > 1n) return undefined;
    const message = `The ${rows} rows of one instant are more than ${print.maxBytes} bytes.`;
    throw new ApiError('invalid_request', { message });
  }
}
