import type { RawLog } from '@pharos/core/log-events';
import type { RawSpan } from '@pharos/core/span';
import { noRejection, type Rejection } from './rejection.ts';

/**
 * The contents of one request. Spans of one resource share one `resource` map, so it must not be changed.
 * Span and attribute limits are already applied, and `rejected` tells what was left out.
 */
export interface DecodedBatch {
  spans: RawSpan[];
  logs: RawLog[];
  rejected: Rejection;
}

export const emptyBatch = (): DecodedBatch => ({ spans: [], logs: [], rejected: noRejection() });
