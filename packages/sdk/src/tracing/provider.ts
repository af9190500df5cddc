import { context, ProxyTracerProvider, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';

/** `own`: sets OpenTelemetry up. `join`: the program does so. `auto`: what is there is joined, else it is set up. */
export type TracingMode = 'auto' | 'own' | 'join';

/** Whether the program has set up OpenTelemetry by itself. */
function providerExists(): boolean {
  const provider = trace.getTracerProvider();
  const real = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  return real.constructor.name !== 'NoopTracerProvider';
}

export interface ServiceDescription {
  service: string;
  environment: string | undefined;
  release: string | undefined;
  instance: string;
}

/** In the names of OpenTelemetry's conventions. */
export const resourceOf = ({ service, environment, release, instance }: ServiceDescription) => ({
  'service.name': service,
  'service.instance.id': instance,
  ...(release === undefined ? {} : { 'service.version': release }),
  ...(environment === undefined ? {} : { 'deployment.environment.name': environment }),
});

/** Makes spans go to the processor, unless there is a provider to join; gives what takes that back. */
export function setUpTracing(
  mode: TracingMode,
  processor: SpanProcessor,
  description: ServiceDescription,
): () => void {
  if (mode === 'join' || (mode === 'auto' && providerExists())) return () => undefined;
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(resourceOf(description))),
    spanProcessors: [processor],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  return () => {
    trace.disable();
    context.disable();
    propagation.disable();
  };
}
