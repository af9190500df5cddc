import type { RetentionPreview } from '@pharos/core/api/retention';
import type { Retention } from '@pharos/core/retention/kinds';
import type { Clock } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Driver } from '../driver.ts';
import { inBackground } from '../rollups/roll-up.ts';
import { sealedUntil } from '../rollups/seal.ts';
import { enforceRetention, type Removed } from './enforce.ts';
import type { Keeping } from './past.ts';
import { previewRetention } from './preview.ts';

/** How long the store keeps what it holds. */
export interface TelemetryRetention {
  /** Removes what is kept no more, until `end` aborts. */
  enforce(keeping: Keeping, end: AbortSignal): Promise<Removed[]>;
  /** What a project would lose. */
  preview(scope: ProjectScope, retention: Retention): Promise<RetentionPreview['kinds']>;
  /** Up to when spans were removed, in nanoseconds since 1970; undefined: none were. */
  spansFrom(scope: ProjectScope): Promise<bigint | undefined>;
}

export const createTelemetryRetention = (driver: Driver, clock: Clock): TelemetryRetention => ({
  enforce: (keeping, end) => enforceRetention(inBackground(driver, end), keeping, clock.nowMs(), end),
  preview: (scope, retention) => previewRetention(driver, scope, retention, clock.nowMs()),
  spansFrom: (scope) => sealedUntil(driver, scope),
});
