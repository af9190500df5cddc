import { Comparison } from './Comparison.tsx';
import { Statements } from './Statements.tsx';
import { useReconcile } from './use-reconcile.ts';

/** What providers bill beside what was measured: the statements that were imported, or one of them compared. */
export function ReconcileTab() {
  const { statement } = useReconcile();
  return statement ? <Comparison key={statement} id={statement} /> : <Statements />;
}
