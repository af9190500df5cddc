export type { Agent, AgentIdentity, Decision, Run, RunOptions, ToolOptions } from './agent/agent.ts';
export type { AgentOptions, StartOptions } from './options.ts';
export type { Metrics, Tags } from './performance/metrics.ts';
export type { RedactionRule } from './redact.ts';
export type { EventProperties, EventReport, PresenceReport } from './reports.ts';
export { type Pharos, start } from './start.ts';
export type { Generation, GenerationOptions, Generations, Usage } from './tokens/generation.ts';
export {
  type GuardOptions,
  type QuotaAnswer,
  QuotaExceededError,
  type QuotaOptions,
  type Quotas,
  type Spending,
  type Spent,
} from './tokens/quota.ts';
export type { TracingMode } from './tracing/provider.ts';
export type { Who } from './tracing/who.ts';
export type { ChannelCounts } from './transport/channel.ts';
export type { Clock } from './transport/clock.ts';
export type { Answer, Post, Posted } from './transport/post.ts';
export { type SignUserOptions, signUser } from './users/sign-user.ts';
export type { Feedback, Users } from './users/users.ts';
