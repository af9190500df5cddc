import type { Attributes } from '@pharos/core/span';

/** Where telemetry comes from: its resource, shared by all that names it, and its instrumentation scope. */
export interface Origin {
  resource: Attributes;
  scopeName: string;
  scopeVersion: string;
}
