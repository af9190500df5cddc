import type { PolicyInput, Target } from './policy.ts';

/** An incident of a group, as far as telling of it goes. Times are milliseconds since 1970. */
export interface Member {
  id: string;
  openedAtMs: number;
  isOpen: boolean;
  /** By a silence or by what it is a symptom of. */
  isMuted: boolean;
  /** Somebody took it on. */
  isAcknowledged: boolean;
}

/** What was told of a group until now. */
export interface Page {
  /** How many steps were told, counted on through the rounds. */
  reached: number;
  reachedAtMs: number;
  toldAtMs: number;
  /** The incidents that were told and not told to be over. */
  told: readonly string[];
  /** Of the latest message. Numbers of a page never come twice, so that a message that is sent again is known. */
  number: number;
}

export const PAGE_REASONS = ['opened', 'changed', 'escalated', 'repeated', 'ended'] as const;
export type Reason = (typeof PAGE_REASONS)[number];
export interface Message {
  number: number;
  reason: Reason;
  targets: readonly Target[];
  /** The incidents that fire and are told, and those told before that are over. */
  firing: readonly string[];
  ended: readonly string[];
}

export interface Plan {
  messages: Message[];
  /** Undefined: nothing is told, or all that was is over. */
  page: Page | undefined;
  /** When to look again although nothing else happens; null: never. */
  wakeAtMs: number | null;
}

/**
 * What is to be told of a group now. The waits are Alertmanager's (group_wait, group_interval, repeat_interval), the steps
 * PagerDuty's; a group that is over before its wait is told of to nobody. What is muted is as if it did not fire, but it is not
 * over either: it is told to be over only when it ends.
 */
export function plan(
  policy: PolicyInput,
  page: Page | undefined,
  members: readonly Member[],
  nowMs: number,
): Plan {
  const firing = members.filter(({ isOpen, isMuted }) => isOpen && !isMuted);
  if (page === undefined) return open(policy, firing, NEW, nowMs);
  const ids = firing.map(({ id }) => id).sort();
  const stillOpen = new Set(members.filter(({ isOpen }) => isOpen).map(({ id }) => id));
  const ended = page.told.filter((id) => !stillOpen.has(id));
  const kept = page.told.filter((id) => stillOpen.has(id));
  const fresh = firing.filter(({ id }) => !page.told.includes(id));
  if (ended.length === page.told.length && fresh.length === 0) return end(policy, page, ended);

  // Somebody has all that was told, and there is more: it is theirs no more than anybody's.
  const taken = members.filter(({ id }) => kept.includes(id));
  const begins = fresh.length > 0 && taken.every(({ isAcknowledged }) => isAcknowledged);
  if (begins && nowMs >= page.toldAtMs + policy.intervalSeconds * 1000)
    return open({ ...policy, waitSeconds: 0 }, firing, { number: page.number, kept, ended }, nowMs);

  const isWaiting = firing.some(({ isAcknowledged }) => !isAcknowledged);
  const due = begins || !isWaiting ? [] : [escalation(policy, page), repetition(policy, page)];
  if (fresh.length > 0 || (ended.length > 0 && policy.tellsEnd))
    due.unshift({ reason: 'changed', atMs: page.toldAtMs + policy.intervalSeconds * 1000 });
  const known = due.filter((each) => each !== undefined);
  // Whoever is told next is told all that is new as well.
  const [now] = known.filter(({ atMs }) => atMs <= nowMs).sort((a, b) => RANK[a.reason] - RANK[b.reason]);
  if (now === undefined)
    return {
      messages: [],
      page,
      wakeAtMs: known.length === 0 ? null : Math.min(...known.map(({ atMs }) => atMs)),
    };

  const escalates = now.reason === 'escalated';
  const reached = page.reached + (escalates ? 1 : 0);
  const number = page.number + 1;
  const next: Page = {
    ...{ reached, number, toldAtMs: nowMs, reachedAtMs: escalates ? nowMs : page.reachedAtMs },
    told: [...new Set([...ids, ...kept])].sort(),
  };
  const targets = escalates ? stepOf(policy, page.reached).targets : toldTargets(policy, reached);
  // Those who are not told by an escalation learn of what is new by a message of their own.
  const others =
    escalates && (fresh.length > 0 || ended.length > 0)
      ? toldTargets(policy, page.reached).filter((each) => !targets.some((one) => isSame(one, each)))
      : [];
  const messages: Message[] = [{ number, reason: now.reason, targets, firing: ids, ended }];
  if (others.length > 0)
    messages.push({ number: ++next.number, reason: 'changed', targets: others, firing: ids, ended });
  const after = plan(policy, next, members, nowMs);
  return { messages: [...messages, ...after.messages], page: after.page, wakeAtMs: after.wakeAtMs };
}

const RANK: Record<Reason, number> = { opened: 0, escalated: 1, changed: 2, repeated: 3, ended: 4 };

/** What a page that begins goes on from. */
interface Before {
  number: number;
  /** Told and not over, whether it may be told again now or is muted. */
  kept: readonly string[];
  ended: readonly string[];
}
const NEW: Before = { number: 0, kept: [], ended: [] };

function open(policy: PolicyInput, firing: readonly Member[], before: Before, nowMs: number): Plan {
  if (firing.length === 0) return { messages: [], page: undefined, wakeAtMs: null };
  const atMs = Math.min(...firing.map(({ openedAtMs }) => openedAtMs)) + policy.waitSeconds * 1000;
  if (nowMs < atMs) return { messages: [], page: undefined, wakeAtMs: atMs };
  const ids = firing.map(({ id }) => id).sort();
  const page: Page = {
    ...{ reached: 1, reachedAtMs: nowMs, toldAtMs: nowMs, number: before.number + 1 },
    told: [...new Set([...ids, ...before.kept])].sort(),
  };
  const message: Message = {
    ...{ number: page.number, reason: 'opened', targets: stepOf(policy, 0).targets },
    ...{ firing: ids, ended: before.ended },
  };
  const next = [escalation(policy, page), repetition(policy, page)].flatMap((each) => each?.atMs ?? []);
  return { messages: [message], page, wakeAtMs: next.length === 0 ? null : Math.min(...next) };
}

function end(policy: PolicyInput, page: Page, ended: readonly string[]): Plan {
  const message: Message = {
    ...{ number: page.number + 1, reason: 'ended', targets: toldTargets(policy, page.reached) },
    ...{ firing: [], ended },
  };
  return { messages: policy.tellsEnd ? [message] : [], page: undefined, wakeAtMs: null };
}

interface Due {
  reason: Reason;
  atMs: number;
}

function escalation(policy: PolicyInput, { reached, reachedAtMs }: Page): Due | undefined {
  if (reached >= policy.steps.length * (policy.rounds + 1)) return undefined;
  return { reason: 'escalated', atMs: reachedAtMs + stepOf(policy, reached).afterSeconds * 1000 };
}

function repetition({ repeatSeconds }: PolicyInput, { toldAtMs }: Page): Due | undefined {
  return repeatSeconds === 0 ? undefined : { reason: 'repeated', atMs: toldAtMs + repeatSeconds * 1000 };
}

/** The step that is told when so many were; a policy may have been shortened since. */
function stepOf({ steps }: PolicyInput, reached: number): PolicyInput['steps'][number] {
  return steps[reached % steps.length] ?? { targets: [], afterSeconds: 0 };
}

/** Everybody who was told, each once. */
function toldTargets({ steps }: PolicyInput, reached: number): Target[] {
  const all = steps.slice(0, reached).flatMap(({ targets }) => targets);
  return all.filter((each, i) => all.findIndex((one) => isSame(one, each)) === i);
}

const isSame = (a: Target, b: Target): boolean => a.type === b.type && a.id === b.id;
