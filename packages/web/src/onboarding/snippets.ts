/** How an application is made to send its spans here. Code is the same in every language of the page. */
export interface Snippet {
  id: string;
  label: string;
  /** To be typed in a shell first; '' when nothing is needed. */
  install: string;
  /** File the code belongs to, or `shell`. */
  file: string;
  code: string;
}

const attribute = (key: string, value: object): string => `      ${JSON.stringify({ key, value })}`;
const text = (stringValue: string) => ({ stringValue });
const message = (role: string, content: string) =>
  text(JSON.stringify([{ role, parts: [{ type: 'text', content }] }]));

const QUICK_ATTRIBUTES = [
  attribute('gen_ai.operation.name', text('chat')),
  attribute('gen_ai.provider.name', text('openai')),
  attribute('gen_ai.request.model', text('gpt-4.1')),
  attribute('gen_ai.usage.input_tokens', { intValue: '12' }),
  attribute('gen_ai.usage.output_tokens', { intValue: '7' }),
  attribute('gen_ai.input.messages', message('user', 'Are you there?')),
  attribute('gen_ai.output.messages', message('assistant', 'Loud and clear.')),
].join(',\n');

/** One model call, sent by hand. Inside the here-document the shell fills in ids and times. */
const curl = (
  endpoint: string,
  secret: string,
): string => `NOW=$(date +%s) TRACE=$(openssl rand -hex 16) SPAN=$(openssl rand -hex 8)
curl ${endpoint}/v1/traces \\
  -H 'content-type: application/json' -H 'x-api-key: ${secret}' \\
  -d @- <<EOF
{"resourceSpans": [{
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "hello"}}]},
  "scopeSpans": [{"spans": [{
    "traceId": "$TRACE", "spanId": "$SPAN", "name": "chat gpt-4.1", "kind": 3,
    "startTimeUnixNano": "$((NOW - 1))000000000", "endTimeUnixNano": "\${NOW}000000000",
    "attributes": [
${QUICK_ATTRIBUTES}
    ]
  }]}]
}]}
EOF`;

const node = (endpoint: string, secret: string): string => `import { NodeSDK } from '@opentelemetry/sdk-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';

const sdk = new NodeSDK({
  serviceName: 'my-agent',
  traceExporter: new OTLPTraceExporter({
    url: '${endpoint}/v1/traces',
    headers: { 'x-api-key': '${secret}' },
  }),
});
sdk.start();
process.on('beforeExit', () => sdk.shutdown());`;

const pythonProvider = (endpoint: string, secret: string): string => `from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider(resource=Resource({"service.name": "my-agent"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(
    endpoint="${endpoint}/v1/traces",
    headers={"x-api-key": "${secret}"},
)))
trace.set_tracer_provider(provider)`;

const PYTHON_EXPORTER = 'opentelemetry-sdk opentelemetry-exporter-otlp-proto-http';
const NODE_EXPORTER = '@opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-proto';

/** All snippets with this server's address and a key in them. */
export const snippets = (endpoint: string, secret: string): Snippet[] => [
  { id: 'curl', label: 'curl', install: '', file: 'shell', code: curl(endpoint, secret) },
  {
    id: 'otel-js',
    label: 'OpenTelemetry JS',
    install: `npm install @opentelemetry/api ${NODE_EXPORTER}`,
    file: 'telemetry.mjs',
    code: `${node(endpoint, secret)}

// node --import ./telemetry.mjs app.mjs, and in app.mjs:
// const tracer = trace.getTracer('my-agent');
// await tracer.startActiveSpan('chat gpt-4.1', async (span) => {
//   span.setAttributes({ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4.1' });
//   …
//   span.end();
// });`,
  },
  {
    id: 'otel-python',
    label: 'OpenTelemetry Python',
    install: `pip install ${PYTHON_EXPORTER}`,
    file: 'telemetry.py',
    code: `${pythonProvider(endpoint, secret)}

with trace.get_tracer("my-agent").start_as_current_span("chat gpt-4.1") as span:
    span.set_attribute("gen_ai.operation.name", "chat")
    span.set_attribute("gen_ai.request.model", "gpt-4.1")
    ...`,
  },
  {
    id: 'vercel-ai',
    label: 'Vercel AI SDK',
    install: `npm install ai @ai-sdk/otel ${NODE_EXPORTER}`,
    file: 'telemetry.mjs',
    code: `${node(endpoint, secret)}

// AI SDK 7: once, at the start.
import { registerTelemetry } from 'ai';
import { OpenTelemetry } from '@ai-sdk/otel';
registerTelemetry(new OpenTelemetry());

// AI SDK 4 to 6 instead: with each call.
// await generateText({ model, prompt, experimental_telemetry: { isEnabled: true } });`,
  },
  {
    id: 'openai',
    label: 'OpenAI + OpenInference',
    install: `pip install openai openinference-instrumentation-openai ${PYTHON_EXPORTER}`,
    file: 'app.py',
    code: `${pythonProvider(endpoint, secret)}

from openai import OpenAI
from openinference.instrumentation.openai import OpenAIInstrumentor

OpenAIInstrumentor().instrument(tracer_provider=provider)
OpenAI().chat.completions.create(
    model="gpt-4.1", messages=[{"role": "user", "content": "Hello"}]
)`,
  },
  {
    id: 'langchain',
    label: 'LangChain',
    install: `pip install langchain langchain-openai openinference-instrumentation-langchain ${PYTHON_EXPORTER}`,
    file: 'app.py',
    code: `${pythonProvider(endpoint, secret)}

from langchain_openai import ChatOpenAI
from openinference.instrumentation.langchain import LangChainInstrumentor

LangChainInstrumentor().instrument(tracer_provider=provider)
ChatOpenAI(model="gpt-4.1").invoke("Hello")`,
  },
];
