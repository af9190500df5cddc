import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DIRECTORY = fileURLToPath(new URL('../../recordings/', import.meta.url));
const GRPC_FRAME_HEADER = 5;

/** A request as an SDK sent it. `body` is as it was on the wire, still compressed. */
export interface RecordedRequest {
  file: string;
  method: string;
  path: string;
  transport: 'http' | 'grpc';
  contentType: string;
  contentEncoding: string;
  headers: Record<string, string>;
  body: Buffer;
  /** The body decoded by the recorder, for people to read; long ones are shortened. */
  preview: unknown;
}

/** One run of an SDK and what is known of it. */
export interface Recording {
  sdk: string;
  requests: RecordedRequest[];
  expected: Record<string, unknown>;
}

interface Sidecar {
  method: string;
  path: string;
  transport: string;
  headers: Record<string, string>;
  contentType: string | null;
  contentEncoding: string | null;
  preview?: unknown;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Names of the recorded SDKs. */
export const recordedSdks = (): string[] =>
  readdirSync(DIRECTORY, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Everything one SDK sent, in the order it was sent. */
export function readRecording(sdk: string): Recording {
  const folder = `${DIRECTORY}${sdk}/`;
  const requests = readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .sort()
    .map((name) => readRequest(folder, name.slice(0, -'.bin'.length)));
  return { sdk, requests, expected: json(`${folder}expected.json`) as Record<string, unknown> };
}

/** Only what is OTLP of one signal, over HTTP (whatever path the SDK calls it by) or gRPC. */
export const otlpRequests = (
  recording: Recording,
  signal: 'traces' | 'logs' | 'metrics',
): RecordedRequest[] =>
  recording.requests.filter(
    ({ method, path, transport }) =>
      method === 'POST' &&
      (transport === 'grpc'
        ? path.includes(`collector.${signal.replace(/s$/, '')}`)
        : path.endsWith(`/v1/${signal}`)),
  );

/** Paths at which other protocols than OTLP take telemetry. */
const OWN_PATHS = /^\/(runs(\/|$)|feedback$|api\/public\/ingestion$|api\/(trace|evaluation)$)/;

/** Only what an SDK sent in a protocol of its own. */
export const ownRequests = ({ requests }: Recording): RecordedRequest[] =>
  requests.filter(({ method, path }) => method !== 'GET' && OWN_PATHS.test(path));

function readRequest(folder: string, name: string): RecordedRequest {
  const sidecar = json(`${folder}${name}.json`) as Sidecar;
  const bytes = readFileSync(`${folder}${name}.bin`);
  const isGrpc = sidecar.transport.startsWith('grpc');
  return {
    file: `${name}.bin`,
    method: sidecar.method,
    path: sidecar.path,
    transport: isGrpc ? 'grpc' : 'http',
    contentType: sidecar.contentType ?? '',
    contentEncoding: sidecar.contentEncoding ?? 'identity',
    headers: sidecar.headers,
    body: isGrpc ? bytes.subarray(GRPC_FRAME_HEADER) : bytes,
    preview: sidecar.preview,
  };
}
