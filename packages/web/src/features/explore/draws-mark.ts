import type { MarkName } from '@pharos/core/dashboards/marks';
import { MARK_VIEWS } from '../../widgets/marks.tsx';

/** Whether Explore can show a mark; a table needs no drawing, it stands below every chart. */
export const drawsMark = (mark: MarkName): boolean => mark === 'table' || MARK_VIEWS[mark] !== undefined;
