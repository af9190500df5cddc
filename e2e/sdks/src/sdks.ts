import { aiSdk } from '../programs/ai/sdk.ts';
import { aiSdk6 } from '../programs/ai-6/sdk.ts';
import { laminar } from '../programs/laminar/sdk.ts';
import { langChain } from '../programs/langchain/sdk.ts';
import { langfuse } from '../programs/langfuse/sdk.ts';
import { langfuse3 } from '../programs/langfuse-3/sdk.ts';
import { langSmith } from '../programs/langsmith/sdk.ts';
import { langtrace } from '../programs/langtrace/sdk.ts';
import { langWatch } from '../programs/langwatch/sdk.ts';
import { openLit } from '../programs/openlit/sdk.ts';
import { openTelemetry } from '../programs/opentelemetry/sdk.ts';
import { phoenix } from '../programs/phoenix/sdk.ts';
import { traceloop } from '../programs/traceloop/sdk.ts';
import type { Sdk } from './sdk.ts';

/** Every SDK that is run, in the order of the table. */
export const SDKS: readonly Sdk[] = [
  langfuse3,
  langfuse,
  ...langSmith,
  langWatch,
  langtrace,
  phoenix,
  langChain,
  traceloop,
  openLit,
  laminar,
  aiSdk6,
  aiSdk,
  ...openTelemetry,
];
