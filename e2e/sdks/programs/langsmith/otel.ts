import { initializeOTEL } from 'langsmith/experimental/otel/setup';

// The same program; with this, runs leave it as OpenTelemetry's spans.
initializeOTEL();
await import('./main.ts');
