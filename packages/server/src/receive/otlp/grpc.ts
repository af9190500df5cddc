import {
  type handleUnaryCall,
  logVerbosity,
  type Metadata,
  Metadata as MetadataClass,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServiceDefinition,
  setLogVerbosity,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { StartError } from '../../errors.ts';
import type { Header } from '../../http/credentials.ts';
import type { Envelope } from '../../intake/envelope.ts';
import type { Ingest, SignalKind } from '../../intake/request.ts';
import { isUnexpected, refusalOf } from '../refusal.ts';
import { answerOf, statusDetails } from './answer.ts';

export interface OtlpGrpcOptions {
  host: string;
  port: number;
  ingest: Ingest;
  /** The project and key that the metadata proves; throws an ApiError when it proves none that may ingest. */
  authenticate(header: Header): Promise<{ project: string; keyId: string }>;
  /** Stamps a request that has just come in. */
  envelope(projectId: string, apiKeyId: string): Envelope;
  /** Of one message, after gRPC's own decompression. */
  maxMessageBytes: number;
  /** A failure that nobody foresaw. */
  onError(error: unknown): void;
}

export interface OtlpGrpcServer {
  /** Where it listens, when the port was given as 0. */
  port: number;
  /** Takes no new requests, finishes those it has, and after `graceMs` drops what is left. */
  close(graceMs: number): Promise<void>;
}

const SERVICES: Record<SignalKind, string> = {
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
};
const MAX_STREAMS_PER_CONNECTION = 100;

type Caller = Awaited<ReturnType<OtlpGrpcOptions['authenticate']>>;

/** OTLP over gRPC. Throws StartError when it cannot listen. */
export async function serveOtlpGrpc(options: OtlpGrpcOptions): Promise<OtlpGrpcServer> {
  // The library would print what we say ourselves, and print it as it likes.
  setLogVerbosity(logVerbosity.NONE);
  const callers = new WeakMap<Metadata, Caller>();
  const server = new Server({
    'grpc.max_receive_message_length': options.maxMessageBytes,
    'grpc.max_concurrent_streams': MAX_STREAMS_PER_CONNECTION,
    interceptors: [admitting(options, callers)],
  });
  for (const kind of Object.keys(SERVICES) as SignalKind[]) {
    const { definition, implementation } = serviceOf(kind, options, callers);
    server.addService(definition, implementation);
  }
  const port = await listen(server, options);
  return { port, close: (graceMs) => close(server, graceMs) };
}

/** Looks at the metadata before a byte of the message is taken. */
function admitting(options: OtlpGrpcOptions, callers: WeakMap<Metadata, Caller>): ServerInterceptor {
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, proceed) {
            const header: Header = (name) => metadata.get(name)[0]?.toString();
            options.authenticate(header).then(
              (caller) => {
                callers.set(metadata, caller);
                proceed(metadata);
              },
              (error: unknown) => call.sendStatus(statusFor(error, options)),
            );
          },
        }),
    });
}

/** One unary method whose messages stay bytes. */
function serviceOf(kind: SignalKind, options: OtlpGrpcOptions, callers: WeakMap<Metadata, Caller>) {
  const asIs = (bytes: Buffer) => bytes;
  const definition: ServiceDefinition = {
    Export: {
      path: `/${SERVICES[kind]}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  };
  const exportSignal: handleUnaryCall<Buffer, Buffer> = (call, reply) => {
    const caller = callers.get(call.metadata);
    const received = caller
      ? options.ingest({
          kind,
          format: 'protobuf',
          encoding: 'identity',
          body: call.request,
          envelope: options.envelope(caller.project, caller.keyId),
        })
      : Promise.reject(new Error('a call was handled without its caller'));
    received.then(
      ({ rejected }) => reply(null, answerOf(kind, 'protobuf', rejected)),
      (error: unknown) => reply(statusFor(error, options)),
    );
  };
  const implementation: UntypedServiceImplementation = { Export: exportSignal };
  return { definition, implementation };
}

function statusFor(error: unknown, options: OtlpGrpcOptions) {
  if (isUnexpected(error)) options.onError(error);
  const refusal = refusalOf(error);
  const metadata = new MetadataClass();
  metadata.set('grpc-status-details-bin', statusDetails(refusal));
  return { code: refusal.grpcCode, details: refusal.message, metadata };
}

function listen(server: Server, { host, port }: OtlpGrpcOptions): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else
        reject(
          new StartError(`OTLP/gRPC cannot listen on ${address}: is the port taken? Set PHAROS_GRPC_PORT.`, {
            cause: error,
          }),
        );
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
