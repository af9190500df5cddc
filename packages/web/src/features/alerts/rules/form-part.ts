import type { Problems } from '../../../components/form/problems.ts';
import type { RuleForm } from './rule-form.ts';

/** What every part of the form of a rule is given. */
export interface FormPart {
  form: RuleForm;
  change: (patch: Partial<RuleForm>) => void;
  problems: Problems;
}
