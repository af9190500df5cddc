import { type PolicyInput, policyInputSchema, type Target } from '@pharos/core/escalation/policy';
import { parseTyped } from '../../../components/form/problems.ts';
import { readDuration, writtenDuration } from '../typed-duration.ts';

/** A step as it is typed; each target as `person:<id>`. */
export interface StepForm {
  targets: readonly string[];
  after: string;
}
/** A policy as it is typed. */
export interface PolicyForm {
  name: string;
  groupBy: string;
  wait: string;
  interval: string;
  repeat: string;
  steps: readonly StepForm[];
  rounds: string;
  tellsEnd: boolean;
  isDefault: boolean;
}

export const NEW_STEP: StepForm = { targets: [], after: '15 min' };
export const NEW_POLICY: PolicyForm = {
  ...{ name: '', groupBy: 'rule', wait: '30 s', interval: '5 min', repeat: '4 h' },
  ...{ steps: [NEW_STEP], rounds: '0', tellsEnd: true, isDefault: false },
};

export const keyOf = ({ type, id }: Target): string => `${type}:${id}`;
/** The target of a key; what has no type is refused where it is parsed. */
const targetOf = (key: string) => {
  const colon = key.indexOf(':');
  return { type: key.slice(0, colon), id: key.slice(colon + 1) };
};

export const formOf = (policy: PolicyInput): PolicyForm => ({
  name: policy.name,
  groupBy: policy.groupBy.join(', '),
  wait: writtenDuration(policy.waitSeconds),
  interval: writtenDuration(policy.intervalSeconds),
  repeat: writtenDuration(policy.repeatSeconds),
  steps: policy.steps.map(({ targets, afterSeconds }) => ({
    targets: targets.map(keyOf),
    after: writtenDuration(afterSeconds),
  })),
  rounds: String(policy.rounds),
  ...{ tellsEnd: policy.tellsEnd, isDefault: policy.isDefault },
});

/** What was typed as the API takes it, or what is wrong with it. */
export const parseForm = (form: PolicyForm) =>
  parseTyped(policyInputSchema, {
    name: form.name,
    groupBy: form.groupBy.split(/[\s,]+/).filter(Boolean),
    waitSeconds: readDuration(form.wait),
    intervalSeconds: readDuration(form.interval),
    repeatSeconds: readDuration(form.repeat),
    steps: form.steps.map(({ targets, after }) => ({
      targets: targets.map(targetOf),
      afterSeconds: readDuration(after),
    })),
    rounds: /^\d+$/.test(form.rounds.trim()) ? Number(form.rounds) : Number.NaN,
    ...{ tellsEnd: form.tellsEnd, isDefault: form.isDefault },
  });
