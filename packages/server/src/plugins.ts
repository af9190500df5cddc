import type { Answers } from './answers/answers.ts';
import { langfuse } from './compat/langfuse/langfuse.ts';
import type { LangfuseParts } from './compat/langfuse/parts.ts';
import { langsmith } from './compat/langsmith/langsmith.ts';
import { type LangtraceParts, langtrace } from './compat/langtrace/langtrace.ts';
import { langwatch } from './compat/langwatch/langwatch.ts';
import { phoenix } from './compat/phoenix/phoenix.ts';
import { traceloopAnnotations } from './compat/traceloop/annotations.ts';
import type { ReportTakers } from './compose-takers.ts';
import { accounts } from './features/accounts/routes.ts';
import type { Agents } from './features/agents/look.ts';
import { agents } from './features/agents/routes.ts';
import { checkNotOnCall } from './features/alerts/references.ts';
import { alerts } from './features/alerts/routes.ts';
import { annotations } from './features/annotations/routes.ts';
import { baselines } from './features/baselines/routes.ts';
import { beacon } from './features/beacon/routes.ts';
import { funnels } from './features/behaviour/funnel-routes.ts';
import { behaviour } from './features/behaviour/routes.ts';
import { type Channels, channels } from './features/channels/routes.ts';
import { dashboards } from './features/dashboards/routes.ts';
import { type Erasures, erasures } from './features/erasures/routes.ts';
import { errors } from './features/errors/routes.ts';
import { events } from './features/events/routes.ts';
import { explore } from './features/explore/routes.ts';
import { type Exports, exports } from './features/exports/routes.ts';
import { keys } from './features/keys/routes.ts';
import type { LiveHub } from './features/live/hub.ts';
import { live } from './features/live/routes.ts';
import { members } from './features/members/routes.ts';
import { metrics } from './features/metrics/routes.ts';
import { paths } from './features/paths/routes.ts';
import { presenceHistory } from './features/presence/history-routes.ts';
import { type Presence, presence } from './features/presence/routes.ts';
import { presenceSettings } from './features/presence/settings-routes.ts';
import type { PriceOverrides } from './features/prices/overrides.ts';
import { reprice } from './features/prices/reprice-routes.ts';
import type { Repricer } from './features/prices/repricer.ts';
import { prices } from './features/prices/routes.ts';
import { projects } from './features/projects/routes.ts';
import { query } from './features/query/routes.ts';
import { type Quotas, quotas } from './features/quotas/routes.ts';
import { reconcile } from './features/reconcile/routes.ts';
import { type Reports, reports } from './features/reports/routes.ts';
import { type RetentionParts, retention } from './features/retention/routes.ts';
import { type Savings, savings } from './features/savings/routes.ts';
import type { WasteAnswers } from './features/savings/waste.ts';
import { waste } from './features/savings/waste-routes.ts';
import { scoreConfigs } from './features/scores/config-routes.ts';
import { scores } from './features/scores/routes.ts';
import { sessions } from './features/sessions/routes.ts';
import { sql } from './features/sql/routes.ts';
import { type StorageParts, storage } from './features/storage/routes.ts';
import { storedKinds } from './features/storage/stored-kinds.ts';
import { suggest } from './features/suggest/routes.ts';
import { liveTraces } from './features/traces/live-routes.ts';
import { traces } from './features/traces/routes.ts';
import { usage } from './features/usage/routes.ts';
import { userIds } from './features/user-ids/routes.ts';
import { users } from './features/users/routes.ts';
import { views } from './features/views/routes.ts';
import { whatIf } from './features/what-if/routes.ts';
import type { Parts } from './http/parts.ts';
import type { Plugin } from './http/routes.ts';
import type { LiveBus } from './live/bus.ts';
import { langfuseIngestion } from './receive/langfuse/http.ts';
import { langsmithRuns } from './receive/langsmith/http.ts';
import { langsmithInfo } from './receive/langsmith/info.ts';
import { langtraceTraces } from './receive/langtrace/http.ts';
import { langwatchCollector } from './receive/langwatch/http.ts';
import { otlpHttp } from './receive/otlp/http.ts';
import { phoenixSpans } from './receive/phoenix/http.ts';
import type { ReceiveOptions } from './receive/protocol.ts';
import type { CountRefusal } from './receive/refusal-counter.ts';
import type { Pseudonyms } from './store/records/pseudonyms.ts';
import type { ScoreBook, TelemetryReader, TelemetryWriter } from './store/telemetry/contract.ts';
import type { TelemetryStorage } from './store/telemetry/storage/storage.ts';

/** Where telemetry comes in over HTTP, a protocol each. */
export function receivers(
  options: Omit<ReceiveOptions, 'refused'>,
  refused: (protocol: string) => CountRefusal,
  store: Pick<TelemetryWriter, 'tracesOfSpans'>,
): Plugin[] {
  const counting = (protocol: string): ReceiveOptions => ({ ...options, refused: refused(protocol) });
  return [
    otlpHttp(counting('http')),
    langfuseIngestion(counting('langfuse')),
    langsmithRuns(counting('langsmith'), store),
    langsmithInfo(options.maxBodyBytes),
    langtraceTraces(counting('langtrace')),
    langwatchCollector(counting('langwatch')),
    phoenixSpans(counting('phoenix')),
  ];
}

/** Pharos' own API. */
export const features = (
  parts: Parts,
  given: {
    reader: TelemetryReader;
    answers: Answers;
    scoreBook: ScoreBook;
    overrides: PriceOverrides;
    repricer: Pick<Repricer, 'wake'>;
    bus: LiveBus;
    quotas: Quotas;
    agents: Agents;
    presence: Presence;
    live: LiveHub;
    takers: ReportTakers;
    reports: Reports;
    exports: Exports;
    users: Pseudonyms;
    retentions: Omit<RetentionParts, 'kinds'> & Pick<StorageParts, 'settings'>;
    stored: TelemetryStorage;
    erasures: Erasures;
    savings: Savings;
    waste: WasteAnswers;
    channels: Channels;
  },
): Plugin[] => [
  accounts(parts),
  projects(parts),
  members(parts, { checkUnused: checkNotOnCall }),
  keys(parts),
  views(parts),
  prices(parts, given.overrides),
  reprice(parts, given.repricer),
  dashboards(parts, given.answers),
  alerts(parts, given.answers),
  annotations(parts),
  query(parts, given.answers, given.reader, given.retentions.spansFrom),
  usage(parts, given.answers),
  baselines(parts, given.answers),
  quotas(parts, given.quotas, given.answers),
  reconcile(parts, given.reader, async (project) => (await given.overrides.of(project)).exchange),
  whatIf({ reader: given.reader, prices: given.overrides }),
  explore(given.reader),
  sql(given.reader),
  exports(parts, given.reader, given.exports),
  traces(given.reader),
  liveTraces(given.bus),
  savings(parts, given.savings),
  waste(given.waste),
  sessions(given.reader, given.presence.windows, parts.clock),
  presence(given.presence, given.takers.presence),
  presenceSettings(parts, given.presence.windows),
  presenceHistory(given.reader, given.presence.windows, parts.clock),
  users(given.reader),
  behaviour(given.reader, parts.clock),
  funnels(given.reader),
  agents(given.agents, parts.clock),
  paths(given.reader, parts.clock),
  live(parts, given.live),
  errors(parts, given.reader),
  events(given.reader, given.takers.events),
  beacon(parts, given.takers.ofPages),
  userIds(parts, given.users),
  retention(parts, { ...given.retentions, kinds: storedKinds(parts, given.stored) }),
  storage(parts, {
    ...{ stored: given.stored, kinds: storedKinds(parts, given.stored) },
    settings: given.retentions.settings,
  }),
  erasures(parts, given.erasures),
  suggest(given.reader),
  metrics(given.reader),
  scores(parts, given.reader, given.scoreBook),
  scoreConfigs(parts),
  channels(parts, given.channels),
  reports(parts, given.reports),
];

/** What the SDKs of other systems expect beside ingestion, in the words of each. */
export const compat = (parts: LangfuseParts & LangtraceParts & Parts): Plugin[] => [
  langfuse(parts),
  langsmith(parts),
  langtrace(parts),
  langwatch(parts),
  phoenix(parts),
  traceloopAnnotations(parts),
];
