import type { Problems } from '../../../components/form/problems.ts';
import type { ReportForm } from './report-form.ts';

/** What every part of the form of a report is given. */
export interface FormPart {
  form: ReportForm;
  change: (patch: Partial<ReportForm>) => void;
  problems: Problems;
}
