import { nsFromIso } from '../time.ts';

/** Where a run stands in its trace. */
export interface DottedOrder {
  traceId: string;
  /** '' for a root. */
  parentId: string;
  startNs: bigint;
}

const STEP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{0,9})Z(.+)$/;

/**
 * LangSmith's path of a run: for each run from the root down to it, when that started and its id, as in
 * `20261123T205357285001Z<root>.20261123T205357307002Z<run>`. Undefined for anything else.
 */
export function dottedOrder(value: unknown): DottedOrder | undefined {
  if (typeof value !== 'string') return undefined;
  const steps = value.split('.').map((step) => STEP.exec(step));
  const own = steps.at(-1);
  const root = steps[0]?.[8];
  if (!own || root === undefined) return undefined;
  const [, year, month, day, hour, minute, second, fraction] = own;
  const startNs = nsFromIso(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction || '0'}Z`);
  if (startNs === undefined) return undefined;
  return { traceId: root, parentId: steps.at(-2)?.[8] ?? '', startNs };
}
