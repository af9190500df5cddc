import type { LocalText } from '../local-text.ts';

/** Money that brought nothing. Kinds are asked in this order and the first that fits has the span, so that they add up. */
export const WASTE_KINDS = ['abandoned', 'failed', 'retries', 'errors'] as const;
export type WasteKind = (typeof WASTE_KINDS)[number];

export interface WasteRule {
  kind: WasteKind;
  /** `run`: all that the run spent, since the run came to nothing. `call`: a single step of a run that went well. */
  of: 'run' | 'call';
  meaning: LocalText;
}

export const WASTE_RULES: readonly WasteRule[] = [
  {
    kind: 'abandoned',
    of: 'run',
    meaning: {
      en: 'All that was spent in runs whose end nobody saw, or that were cancelled.',
      'zh-CN': '没有人看到其结束、或被取消的运行中的全部花费。',
    },
  },
  {
    kind: 'failed',
    of: 'run',
    meaning: {
      en: 'All that was spent in runs whose root failed.',
      'zh-CN': '根步骤失败的运行中的全部花费。',
    },
  },
  {
    kind: 'retries',
    of: 'call',
    meaning: {
      en: 'Model calls that were made again: of the attempts, all but the last.',
      'zh-CN': '被重复发起的模型调用：除最后一次之外的各次尝试。',
    },
  },
  {
    kind: 'errors',
    of: 'call',
    meaning: {
      en: 'Steps that failed in runs that went well, and were not made again.',
      'zh-CN': '在成功的运行中失败、且没有重试的步骤。',
    },
  },
];

/** A run without an end is abandoned when nothing has happened in it for so long. */
export const QUIET_MS = 3_600_000;
/** The root of a span is looked for among what began at most so long before it. */
export const ROOT_REACH_MS = 86_400_000;

/**
 * Kinds of error by which SDKs say that somebody stopped the run: the last part of the name in lower case, so that
 * `asyncio.exceptions.CancelledError` is among them.
 */
export const CANCELLED_ERRORS: readonly string[] = [
  'aborted',
  'aborterror',
  'apiuseraborterror',
  'brokenpipeerror',
  'cancel',
  'canceled',
  'canceledexception',
  'cancelederror',
  'cancelled',
  'cancelledexception',
  'cancellederror',
  'cancellation',
  'cancellationexception',
  'clientdisconnect',
  'context canceled',
  'generatorexit',
  'interruptederror',
  'interruptedexception',
  'keyboardinterrupt',
  'operationcanceledexception',
  'operationcancelled',
  'taskcanceledexception',
  'user_aborted',
  'user_cancelled',
];
