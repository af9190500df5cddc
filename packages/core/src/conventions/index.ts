import { laminar } from './laminar.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { langtrace } from './langtrace.ts';
import { langwatch } from './langwatch.ts';
import { mlflow } from './mlflow.ts';
import { openInference } from './openinference.ts';
import { openlit } from './openlit.ts';
import { otel } from './otel.ts';
import { otelGenAi } from './otel-genai.ts';
import { traceloop } from './traceloop.ts';
import type { Convention } from './types.ts';
import { vectorStore } from './vector-store.ts';
import { vercelAi } from './vercel-ai.ts';

/** In order of specificity: the first that has a value wins. */
export const CONVENTIONS: readonly Convention[] = [
  langfuse,
  langsmith,
  langwatch,
  langtrace,
  laminar,
  mlflow,
  openlit,
  traceloop,
  vercelAi,
  openInference,
  otelGenAi,
  vectorStore,
  otel,
];
