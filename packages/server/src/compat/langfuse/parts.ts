import type { Readiness } from '../../http/health.ts';
import type { Parts } from '../../http/parts.ts';
import type { MediaStore } from '../../store/media/contract.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';

/** What the routes are built from. */
export interface LangfuseParts extends Parts {
  reader: TelemetryReader;
  scoreBook: ScoreBook;
  stores: readonly Readiness[];
  media: MediaStore;
  maxMediaBytes: number;
}
