import { lazy, type ReactNode, Suspense } from 'react';
import { useProject } from '../use-project.ts';
import { useIsEmpty } from './use-first-span.ts';

const Onboarding = lazy(() => import('./Onboarding.tsx').then((module) => ({ default: module.Onboarding })));

/** The page, unless the project never received a trace: then how to send the first one. The page does not wait. */
export function FirstSpan({ children }: { children: ReactNode }) {
  const project = useProject();
  const empty = useIsEmpty(project);
  if (!empty) return children;
  return (
    <Suspense fallback={null}>
      <Onboarding />
    </Suspense>
  );
}
